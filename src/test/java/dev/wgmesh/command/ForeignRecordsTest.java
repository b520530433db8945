package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.cli.Streams;
import dev.wgmesh.testing.CommandFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that wg-mesh did not write, in zone files. */
class ForeignRecordsTest {
    private static final String COM = "zones/example.com.zone";
    private static final String NET = "zones/example.net.zone";

    @TempDir Path folder;
    private ExampleZones example = new ExampleZones(Path.of(""));

    @BeforeEach
    void copy() {
        example = ExampleZones.in(folder);
        example.write(COM, example.text(COM) + ForeignRecords.RECORDS);
    }

    @Test
    void none_is_removed_without_consent() {
        ForeignRecords.check(example::run, () -> example.text(COM));
    }

    @Test
    void on_a_terminal_a_person_is_asked_and_sees_each_record() {
        example.run("join web.example.com");
        String before = example.text(COM);
        var no = onTerminal("n\n").run("set", "web.example.com", "--no-endpoint");
        assertEquals(4, no.exit(), no.err());
        assertTrue(
                no.err()
                        .contains(
                                """
                                this command removes
                                  web.example.com. A 198.51.100.1
                                  web.example.com. A 198.51.100.2
                                  web.example.com. AAAA 2001:db8:0:0:0:0:0:1
                                remove them? [y/N] \
                                """),
                no.err());
        assertEquals(before, example.text(COM));
        var yes = onTerminal("y\n").run("set", "web.example.com", "--no-endpoint");
        assertEquals(0, yes.exit(), yes.err());
        assertTrue(!example.text(COM).contains("198.51.100.1\n"), example.text(COM));
    }

    @Test
    void a_change_over_two_zones_asks_before_its_first_commit() {
        String before = example.text(NET);
        var shown = example.run("set node-c.example.net --mesh _p2p.example.com --ip 10.0.0.99");
        assertEquals(2, shown.exit(), shown.err());
        assertTrue(
                shown.err().contains("_wireguard.node-c.example.net. A 10.0.0.3: would be removed"),
                shown.err());
        assertEquals(before, example.text(NET));
    }

    private CommandFixture onTerminal(String typed) {
        return new CommandFixture(folder)
                .input(typed)
                .terminals(Streams.StandardStream.IN, Streams.StandardStream.ERR);
    }
}
