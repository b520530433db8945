package dev.wgmesh.shell;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.HostEnvironment;
import dev.wgmesh.cli.Streams;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.command.WritePlaceOptions;
import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlocking;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code shell}: the commands at a prompt, or from a script on standard input. */
@Command(
        name = "shell",
        description = {
            ShellCommand.SUMMARY,
            "At the prompt, Tab completes, Ctrl-C stops a command, Ctrl-D exits.",
            "use MESH sets the mesh of commands that name none. Place options apply",
            "to every command that names no place. A script has one command a line",
            "(# begins a comment); a failed line does not stop the script, and the",
            "exit code is that of the first failed line."
        },
        footer = {
            "  wg-mesh shell",
            "  wg-mesh shell --server ns1.example.com --tsig-key-file wg-mesh.key",
            "  wg-mesh shell < commands.txt"
        })
public final class ShellCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    public static final String SUMMARY = "Run commands at a prompt, or from a script on stdin.";

    @Mixin WritePlaceOptions place = new WritePlaceOptions();

    @Override
    public ExitCode run(CommandSession session) throws InterruptedException {
        session.shellState().setPlaces(place.flags());
        HostEnvironment outside = session.hostEnvironment();
        if (!outside.streams().isInteractive()) {
            var lines = new LineRunner(outside, session.commands(), session.shellState());
            return new ScriptRunner(session, lines).run();
        }
        try (Terminal terminal = SystemTerminal.open()) {
            var lines =
                    new LineRunner(
                            withTerminal(terminal, outside),
                            session.commands(),
                            session.shellState());
            return new Prompt(session, lines, terminal).run();
        } catch (IOException e) {
            session.note("the terminal was closed: " + e.getMessage());
            return ExitCode.SUCCESS;
        }
    }

    /** Returns the environment with a stdin that Ctrl-C interrupts. */
    private static HostEnvironment withTerminal(Terminal terminal, HostEnvironment outside) {
        var typed = new TerminalInput(NonBlocking.nonBlocking("typed", terminal.input()));
        Streams own = outside.streams();
        int width = terminal.getColumns() > 0 ? terminal.getColumns() : own.width();
        return outside.with(new Streams(typed, own.out(), own.err(), own.terminals(), width));
    }

    @Override
    public boolean isCompleteAlone() {
        return true;
    }
}
