package dev.wgmesh.cli;

import dev.wgmesh.config.ConfigContext;
import dev.wgmesh.config.ConfigListener;
import dev.wgmesh.config.DnssecChoice;
import dev.wgmesh.config.DriverContext;
import dev.wgmesh.config.Locations;
import dev.wgmesh.config.SourceFlags;
import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.process.Programs;
import dev.wgmesh.render.JsonDocument;
import dev.wgmesh.render.LogLevel;
import dev.wgmesh.render.TerminalColour;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** What a command runs with: its environment, the output style, and the state of the shell. */
public final class CommandSession {
    /** The folder of wg-mesh in it has the machine's settings. */
    private static final Path MACHINE = Path.of("/etc");

    /** The folder of the machine's settings, and of the keys of its nodes. */
    public static final Path SETTINGS_FOLDER = MACHINE.resolve("wg-mesh");

    /** Octets of an answer to a question of yes or no that are looked at. */
    private static final int LONGEST_ANSWER = 80;

    private final HostEnvironment hostEnvironment;
    private final OutputStyle outputStyle;
    private final CommandRegistry commands;
    private final ShellState shellState;
    private final PrintWriter out;
    private final MessageLog messages;

    CommandSession(
            HostEnvironment hostEnvironment,
            OutputStyle outputStyle,
            CommandRegistry commands,
            ShellState shellState) {
        this.hostEnvironment = hostEnvironment;
        this.outputStyle = outputStyle;
        this.commands = commands;
        this.shellState = shellState;
        this.out =
                new PrintWriter(
                        new BufferedWriter(
                                new OutputStreamWriter(
                                        ClosedStdout.wrap(hostEnvironment.streams().out()),
                                        StandardCharsets.UTF_8)));
        this.messages = new MessageLog(hostEnvironment, outputStyle.errColour());
    }

    /** Returns the clock, randomness, streams, environment, working directory and signals. */
    public HostEnvironment hostEnvironment() {
        return hostEnvironment;
    }

    /** Returns the output style. */
    public OutputStyle outputStyle() {
        return outputStyle;
    }

    /** Returns the commands. */
    public CommandRegistry commands() {
        return commands;
    }

    /** Returns what one command leaves to the next. */
    public ShellState shellState() {
        return shellState;
    }

    /** Returns the programs to run; with {@code -v} each call is printed. */
    public Programs programs() {
        return outputStyle.verbose()
                ? new LoggingPrograms(hostEnvironment.programs(), this::note)
                : hostEnvironment.programs();
    }

    /**
     * Returns where this command reads and writes records.
     *
     * @throws dev.wgmesh.problem.Failure where a wg-mesh.toml cannot be used
     */
    public Locations locations(SourceFlags flags) {
        return Locations.of(withShell(flags), configContext(true));
    }

    /** Returns the same for commands about this node, which ignore the working directory. */
    public Locations nodeLocations(SourceFlags flags) {
        return Locations.of(withShell(flags), configContext(false));
    }

    /** Returns the places of a command, or those of the shell where the command names none. */
    public SourceFlags withShell(SourceFlags flags) {
        boolean isEmpty =
                flags.withEmit(false)
                        .withAwaitVisible(true)
                        .withDnssec(DnssecChoice.NONE)
                        .equals(SourceFlags.NONE);
        return isEmpty
                ? shellState
                        .places()
                        .withEmit(flags.emit())
                        .withAwaitVisible(flags.awaitVisible())
                        .withDnssec(flags.dnssec().over(shellState.places().dnssec()))
                : flags;
    }

    private ConfigContext configContext(boolean trustsDirectory) {
        return new ConfigContext(
                hostEnvironment.directory(),
                MACHINE,
                trustsDirectory,
                hostEnvironment.isRoot(),
                hostEnvironment.environment(),
                new DriverContext(
                        hostEnvironment.randomness(), hostEnvironment.clock(), programs()),
                configListener());
    }

    private ConfigListener configListener() {
        return new ConfigListener() {
            @Override
            public void info(String line) {
                note(line);
            }

            @Override
            public void warn(List<Problem> problems) {
                CommandSession.this.warn(problems);
            }
        };
    }

    /** Returns the source; with {@code -v} each answer is printed. */
    public DnsSource logging(DnsSource source) {
        return outputStyle.verbose() ? new LoggingSource(source, this::note) : source;
    }

    /** Returns whether the output is JSON. */
    public boolean json() {
        return outputStyle.format() == OutputFormat.JSON;
    }

    /** Returns the colours of stdout, or none. */
    public TerminalColour colour() {
        return new TerminalColour(outputStyle.colour());
    }

    /** Prints text on stdout, which ends with its own line feed. */
    public void print(String text) {
        out.print(text);
    }

    /** Prints a line on stdout. */
    public void println(String line) {
        out.print(line);
        out.print('\n');
    }

    /** Prints the one document of this run on stdout. */
    public void print(JsonDocument document) {
        out.print(document.text());
    }

    /** Prints one of many documents on stdout, on one line, and flushes. */
    public void printLine(JsonDocument document) {
        out.print(document.line());
        out.flush();
    }

    /** Returns stdout for text in many small pieces; it need not be closed. */
    public Writer out() {
        return out;
    }

    /** Prints a line on stderr. */
    public void note(String line) {
        out.flush();
        messages.note(LogLevel.INFO, line);
    }

    /**
     * Shows a line on stderr that the next line replaces; does nothing where stderr is not a
     * terminal.
     *
     * @param line cut to the width of the terminal; empty: the line before is removed
     */
    public void status(String line) {
        messages.status(line);
    }

    /** Returns whether a person can answer a question: stdin and stderr are terminals. */
    boolean canPrompt() {
        Streams streams = hostEnvironment.streams();
        return streams.isTerminal(Streams.StandardStream.IN)
                && streams.isTerminal(Streams.StandardStream.ERR);
    }

    /** Asks a person a question; returns whether the answer is y or yes. */
    boolean confirm(String question) {
        out.flush();
        messages.ask(question);
        var answer = new StringBuilder();
        try {
            for (int octet = hostEnvironment.streams().in().read();
                    octet >= 0 && octet != '\n' && answer.length() < LONGEST_ANSWER;
                    octet = hostEnvironment.streams().in().read()) {
                answer.append((char) octet);
            }
        } catch (IOException _) {
            return false;
        }
        String word = answer.toString().strip().toLowerCase(Locale.ROOT);
        return word.equals("y") || word.equals("yes");
    }

    /** Prints a line on stderr with {@code -v}. */
    public void verbose(Supplier<String> line) {
        if (outputStyle.verbose()) {
            out.flush();
            messages.note(LogLevel.DEBUG, line.get());
        }
    }

    /** Prints the first problems that did not stop the command, on stderr; JSON has them all. */
    public void warn(List<Problem> problems) {
        out.flush();
        messages.problems(LogLevel.WARNING, problems);
    }

    /** Prints the first problems that stopped the command, on stderr; JSON has them all. */
    public void error(List<Problem> problems) {
        out.flush();
        messages.problems(LogLevel.ERROR, problems);
    }

    /** Sets the form of the messages on stderr from now on. */
    public void logAs(LogFormat format) {
        messages.use(format);
    }

    /** Returns whether messages on stderr are JSON. */
    public boolean logsJson() {
        return messages.format() == LogFormat.JSON;
    }

    /** Prints a document on one line of stderr. */
    public void log(JsonDocument document) {
        out.flush();
        messages.write(document.line());
    }

    void trace(Throwable thrown) {
        messages.trace(thrown);
    }

    /** Flushes stdout, for commands that run until they are stopped. */
    public void flushStdout() {
        out.flush();
    }

    void flush() throws IOException {
        out.flush();
        messages.flush();
    }
}
