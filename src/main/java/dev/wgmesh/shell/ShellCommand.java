package dev.wgmesh.shell;

import dev.wgmesh.cli.Action;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.HostEnvironment;
import dev.wgmesh.cli.Streams;
import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlocking;
import picocli.CommandLine.Command;

/** {@code shell}: the commands at a prompt, or from a script on standard input. */
@Command(
        name = "shell",
        description = {
            "Runs commands at a prompt; Tab completes, Ctrl-C stops a command, Ctrl-D leaves.",
            "Besides the commands: use MESH makes it the mesh of commands that name none; exit.",
            "",
            "Without a terminal it reads a script on stdin, a command a line, # begins a comment."
                    + " A line that fails does not stop the script; the exit code is that of the"
                    + " first that failed."
        },
        footer = {"  wg-mesh shell", "  wg-mesh shell < commands.txt"})
public final class ShellCommand implements Action {
    @Override
    public ExitCode run(CommandSession session) throws InterruptedException {
        HostEnvironment outside = session.outside();
        if (!outside.streams().interactive()) {
            var lines = new LineRunner(outside, session.commands(), session.memory());
            return new ScriptRunner(session, lines).run();
        }
        try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
            var lines = new LineRunner(on(terminal, outside), session.commands(), session.memory());
            return new Prompt(session, lines, terminal).run();
        } catch (IOException e) {
            session.note("the terminal has gone: " + e.getMessage());
            return ExitCode.DONE;
        }
    }

    /** Commands read what is typed by way of the terminal, so that Ctrl-C can stop them. */
    private static HostEnvironment on(Terminal terminal, HostEnvironment outside) {
        var typed = new TypedInput(NonBlocking.nonBlocking("typed", terminal.input()));
        Streams own = outside.streams();
        int width = terminal.getColumns() > 0 ? terminal.getColumns() : own.width();
        return outside.with(new Streams(typed, own.out(), own.err(), own.terminals(), width));
    }
}
