package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.ScriptedPrograms;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that run after a zone file was written. */
class ReloadTest {
    private static final String[] JOIN = {
        "join", "node-d.example.com", "--zones", "zones", "--reload", "rndc 'reload' example.com"
    };

    private static final String INIT =
            "init _p2p.example.net --pool 10.9.0.0/24 --zones zones --reload rndc\treload";

    @TempDir Path folder;

    private static String[] words(String line) {
        return line.split(" ");
    }

    @Test
    void it_is_run_once_for_a_file_that_was_written_and_not_for_one_that_was_not() {
        ExampleZones.in(folder);
        var programs = new ScriptedPrograms();
        CommandFixture screen = new CommandFixture(folder).programs(programs);

        CommandOutput shown = screen.run(JOIN);

        assertEquals(0, shown.exit(), shown.err());
        assertEquals(List.of("rndc reload example.com"), programs.ran());
        CommandOutput again = screen.run(JOIN);
        assertEquals(0, again.exit(), again.err());
        assertEquals(1, programs.ran().size(), "nothing was written the second time");
        assertEquals(0, screen.run(words(INIT + " -n")).exit());
        assertEquals(1, programs.ran().size());
    }

    @Test
    void where_it_fails_the_file_is_written_and_the_exit_code_says_that_a_part_is_left() {
        ExampleZones example = ExampleZones.in(folder);
        var programs = new ScriptedPrograms().fails("rndc", 1, "rndc: connect failed: refused\n");

        CommandOutput shown = new CommandFixture(folder).programs(programs).run(words(INIT));

        assertEquals(5, shown.exit(), shown.err());
        assertTrue(
                shown.err()
                        .endsWith(
                                """
                                error: zones/example.net.zone: was written, but the reload command failed
                                  fix: fix the next error, then run: rndc reload
                                error: rndc reload: ended with 1: rndc: connect failed: refused
                                """
                                        .replace("zones/", folder + "/zones/")),
                shown.err());
        assertTrue(example.text("zones/example.net.zone").contains("pool=10.9.0.0/24"));
    }

    @Test
    void a_signed_file_is_changed_only_if_a_command_signs_it_again() {
        ExampleZones example = ExampleZones.in(folder);
        String zone = example.text("zones/example.com.zone");
        example.write("zones/example.com.zone", zone + "@ NSEC ns1 NS SOA NSEC\n");
        String before = example.text("zones/example.com.zone");
        var programs = new ScriptedPrograms();
        CommandFixture screen = new CommandFixture(folder).programs(programs);

        CommandOutput refused = screen.run(words("join node-d.example.com --zones zones"));

        assertEquals(4, refused.exit(), refused.err());
        assertTrue(
                refused.err().contains("holds example.com NSEC, which the change would make"),
                refused.err());
        assertEquals(before, example.text("zones/example.com.zone"));

        CommandOutput signed =
                screen.run(
                        words(
                                "join node-d.example.com --zones zones --reload rndc\treload"
                                        + " --resign sign\tnow"));

        assertEquals(0, signed.exit(), signed.err());
        assertEquals(List.of("sign now", "rndc reload"), programs.ran());
    }
}
