package dev.wgmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.cli.CommandTree;
import dev.wgmesh.cli.ShellState;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.testing.OptionState;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/** A command line of one word runs without picocli: picocli would have changed nothing. */
class CompleteAloneTest {
    @Test
    void a_command_that_is_complete_alone_is_as_picocli_would_leave_it()
            throws ReflectiveOperationException {
        for (String name : CommandLineTest.COMMANDS.names()) {
            CommandLine parsed = line(name);
            var command = (Subcommand) parsed.getCommand();
            if (command.isCompleteAlone()) {
                String fresh = OptionState.of(command);
                parsed.getParent().parseArgs(name);
                assertEquals(fresh, OptionState.of(command), name);
            }
        }
    }

    @Test
    void it_is_every_command_without_a_required_word() {
        var expected = new TreeSet<String>();
        var actual = new TreeSet<String>();
        for (String name : CommandLineTest.COMMANDS.names()) {
            CommandLine line = line(name);
            if (line.getCommandSpec().args().stream().noneMatch(ArgSpec::required)) {
                expected.add(name);
            }
            if (((Subcommand) line.getCommand()).isCompleteAlone()) {
                actual.add(name);
            }
        }
        assertEquals(expected, actual);
    }

    private static CommandLine line(String name) {
        return CommandTree.single(name, CommandLineTest.COMMANDS, new ShellState()).orElseThrow();
    }
}
