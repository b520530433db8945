package dev.wgmesh.cli;

import dev.wgmesh.problem.PrintableText;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.render.LogJson;
import dev.wgmesh.render.LogLevel;
import dev.wgmesh.render.ProblemText;
import dev.wgmesh.render.TerminalColour;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Messages on stderr. Where stderr is the journal, each line begins with its priority
 * (sd-daemon(3)), as in {@code <4>warning: ...}.
 */
final class MessageLog {
    private final HostEnvironment hostEnvironment;
    private final TerminalColour colour;
    private final PrintWriter err;
    private final boolean isJournal;
    private LogFormat format = LogFormat.TEXT;
    private int statusLength;

    MessageLog(HostEnvironment hostEnvironment, boolean colour) {
        this.hostEnvironment = hostEnvironment;
        this.colour = new TerminalColour(colour);
        this.err =
                new PrintWriter(
                        new OutputStreamWriter(
                                hostEnvironment.streams().err(), StandardCharsets.UTF_8),
                        true);
        this.isJournal =
                !hostEnvironment.streams().isTerminal(Streams.StandardStream.ERR)
                        && hostEnvironment
                                .variable("JOURNAL_STREAM")
                                .filter(this::isStderr)
                                .isPresent();
    }

    /** Returns whether device and inode of {@code JOURNAL_STREAM} are those of stderr. */
    private boolean isStderr(String stream) {
        Path stderr = hostEnvironment.processes().resolve("self/fd/2");
        try {
            return stream.equals(
                    Files.getAttribute(stderr, "unix:dev")
                            + ":"
                            + Files.getAttribute(stderr, "unix:ino"));
        } catch (IOException | UnsupportedOperationException _) {
            return false;
        }
    }

    /** Sets the form of the messages from now on. */
    void use(LogFormat other) {
        format = other;
    }

    LogFormat format() {
        return format;
    }

    /** Prints a line. */
    void note(LogLevel level, String line) {
        if (format == LogFormat.JSON) {
            write(LogJson.note(hostEnvironment.clock().instant(), level, line).line());
        } else {
            lines(level, PrintableText.of(line));
        }
    }

    /** Prints the first problems; JSON has them all. */
    void problems(LogLevel level, List<Problem> problems) {
        if (format == LogFormat.JSON) {
            problems.forEach(problem ->
                    write(
                            LogJson.problem(hostEnvironment.clock().instant(), level, problem)
                                    .line()));
        } else if (level == LogLevel.ERROR) {
            ProblemText.errors(problems, colour).forEach(text -> lines(level, text));
        } else {
            ProblemText.warnings(problems, colour).forEach(text -> lines(level, text));
        }
    }

    private void lines(LogLevel level, String text) {
        if (!isJournal) {
            write(text + "\n");
            return;
        }
        text.lines().forEach(line -> write("<" + level.priority() + ">" + line + "\n"));
    }

    /** Prints lines of JSON. */
    void write(String text) {
        if (statusLength > 0) {
            status("");
        }
        err.print(text);
        err.flush();
    }

    /** Prints a question without a line feed. */
    void ask(String question) {
        err.print(PrintableText.of(question) + " [y/N] ");
        err.flush();
    }

    /** Shows a line that the next one replaces; does nothing where stderr is no terminal. */
    void status(String line) {
        Streams streams = hostEnvironment.streams();
        if (!streams.isTerminal(Streams.StandardStream.ERR)) {
            return;
        }
        String text = PrintableText.of(line);
        text = text.substring(0, Math.min(text.length(), Math.max(0, streams.width() - 1)));
        String erased = " ".repeat(Math.max(0, statusLength - text.length()));
        err.print("\r" + text + erased + (text.isEmpty() ? "\r" : ""));
        err.flush();
        statusLength = text.length();
    }

    void trace(Throwable thrown) {
        thrown.printStackTrace(err);
    }

    void flush() {
        err.flush();
    }
}
