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

/** The command that runs after a zone file was written. */
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
}
