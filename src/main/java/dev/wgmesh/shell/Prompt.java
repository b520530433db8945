package dev.wgmesh.shell;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.command.KnownNames;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.SyntaxError;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;

/** Lines from a person, with completion and history. */
final class Prompt {
    private final CommandSession session;
    private final LineRunner lines;
    private final Terminal terminal;
    private final LineReader reader;
    private final HistoryFile history;

    Prompt(CommandSession session, LineRunner lines, Terminal terminal) {
        this.session = session;
        this.lines = lines;
        this.terminal = terminal;
        this.history = HistoryFile.of(session.hostEnvironment());
        this.reader =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .appName("wg-mesh")
                        .parser(WordParser.parser())
                        .completer(
                                new WordCompleter(
                                        lines, line -> new KnownNames(session, line).read()))
                        .history(history.history())
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
                        .build();
    }

    /** Reads and runs lines until Ctrl-D or {@code exit}; the exit code is of the last line. */
    ExitCode run() {
        history.load(reader, session);
        terminal.handle(Signal.INT, Terminal.SignalHandler.SIG_IGN);
        ExitCode last = ExitCode.SUCCESS;
        while (true) {
            List<String> words;
            try {
                reader.readLine(prompt());
                words = WordParser.words(reader.getParsedLine());
            } catch (UserInterruptException _) {
                continue;
            } catch (EndOfFileException _) {
                return last;
            } catch (SyntaxError _) {
                session.note("unclosed quote");
                continue;
            }
            if (words.isEmpty()) {
                continue;
            }
            if (LineRunner.isExit(words)) {
                return last;
            }
            last = runInterruptibly(words);
        }
    }

    private String prompt() {
        return lines.shellState()
                .currentMesh()
                .map(mesh -> "wg-mesh " + mesh + "> ")
                .orElse("wg-mesh> ");
    }

    /** Runs the line on a thread of its own, which Ctrl-C interrupts. */
    private ExitCode runInterruptibly(List<String> words) {
        var exit = new AtomicReference<>(ExitCode.INTERRUPTED);
        Thread command =
                Thread.ofPlatform().name("command").start(() -> exit.set(lines.run(words)));
        Terminal.SignalHandler before = terminal.handle(Signal.INT, _ -> command.interrupt());
        try {
            command.join();
        } catch (InterruptedException _) {
            command.interrupt();
            Thread.currentThread().interrupt();
        } finally {
            terminal.handle(Signal.INT, before);
        }
        if (exit.get() == ExitCode.INTERRUPTED) {
            session.note("stopped");
        }
        return exit.get();
    }
}
