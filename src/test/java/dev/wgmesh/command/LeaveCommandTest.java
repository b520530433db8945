package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.cli.Streams.StandardStream;
import dev.wgmesh.testing.CommandFixture;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member of another zone leaves: its own records go when no cache holds the list. */
class LeaveCommandTest {
    private static final String COM = "zones/example.com.zone";
    private static final String NET = "zones/example.net.zone";
    private static final String LEAVE = "leave node-c.example.net --mesh _p2p.example.com --yes";

    /** The clock of the fixture. */
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir Path folder;
    private ExampleZones example = new ExampleZones(Path.of(""));

    @BeforeEach
    void copy() {
        example = ExampleZones.in(folder);
    }

    private CommandFixture.CommandOutput run(String line, long seconds) {
        var output =
                new CommandFixture(folder)
                        .clock(() -> START.plusSeconds(seconds))
                        .run(line.split(" "));
        assertEquals(0, output.exit(), output.err());
        return output;
    }

    @Test
    void a_leave_that_does_not_wait_says_how_it_is_finished_and_a_later_run_finishes_it() {
        var first = run(LEAVE + " --no-wait", 0);
        assertEquals(
                """
                node-c.example.net left _p2p.example.com; its own records remain while caches may hold the list
                to remove them from 2026-01-02T03:09:05Z on: wg-mesh leave node-c.example.net --mesh _p2p.example.com
                """,
                first.out());
        assertTrue(first.err().contains("receipt: "), first.err());
        assertFalse(example.text(COM).contains("node-c.example.net\""));
        assertTrue(example.text(NET).contains("10.0.0.3"));

        var early = run(LEAVE + " --no-wait -o json", 200);
        assertTrue(early.out().contains("\"from\": \"2026-01-02T03:09:05Z\""), early.out());
        assertTrue(example.text(NET).contains("10.0.0.3"));

        var last = run(LEAVE, 301);
        assertEquals("node-c.example.net left _p2p.example.com\n", last.out());
        assertFalse(last.err().contains("Ctrl-C"), last.err());
        assertFalse(example.text(NET).contains("10.0.0.3"));
    }

    @Test
    void on_a_terminal_a_line_counts_down() {
        example.replace(COM, "$TTL 300", "$TTL 2");
        var output = new CommandFixture(folder).terminals(StandardStream.ERR).run(LEAVE.split(" "));
        assertEquals(0, output.exit(), output.err());
        assertTrue(
                output.err()
                        .contains(
                                "\n\rwaiting: 2 s left (Ctrl-C is safe)"
                                        + "\rwaiting: 1 s left (Ctrl-C is safe)"
                                        + "\r"
                                        + " ".repeat(34)
                                        + "\r"),
                output.err().replace('\r', '^'));
        assertFalse(example.text(NET).contains("10.0.0.3"));
    }

    @Test
    void off_a_terminal_the_wait_is_one_line_that_says_how_to_go_on() {
        example.replace(COM, "$TTL 300", "$TTL 1");
        var output = run(LEAVE, 0);
        assertEquals(
                List.of(
                        "node-c.example.net is not in _p2p.example.com any more; its own records are"
                                + " removed in 1 s, when no cache holds the list. Ctrl-C is safe: to"
                                + " finish later, run wg-mesh leave node-c.example.net --mesh"
                                + " _p2p.example.com"),
                output.err()
                        .lines()
                        .filter(line -> !line.contains(": ") || line.contains("Ctrl-C"))
                        .toList());
        assertFalse(output.err().contains("\r"), output.err());
    }

    @Test
    void a_rotation_that_does_not_wait_publishes_the_next_key() {
        var output = run("rotate node-b.example.com --no-wait", 0);
        assertTrue(
                output.out().contains("wg-mesh rotate node-b.example.com --commit"), output.out());
        assertTrue(example.text(COM).contains("next-key="));
    }
}
