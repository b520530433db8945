package dev.wgmesh.cli;

import dev.wgmesh.config.ConfigContext;
import dev.wgmesh.config.ConfigListener;
import dev.wgmesh.config.DriverContext;
import dev.wgmesh.config.Locations;
import dev.wgmesh.config.SourceFlags;
import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.problem.PrintableText;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.process.Programs;
import dev.wgmesh.render.JsonDocument;
import dev.wgmesh.render.ProblemText;
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

/** What a command runs with: the outside, how to talk, and what earlier commands left. */
public final class CommandSession {
    /** The folder of the machine's own settings. */
    private static final Path MACHINE = Path.of("/etc");

    /** Octets of an answer to a question of yes or no that are looked at. */
    private static final int LONGEST_ANSWER = 80;

    private final HostEnvironment outside;
    private final OutputStyle manner;
    private final CommandRegistry commands;
    private final ShellState memory;
    private final PrintWriter out;
    private final PrintWriter err;

    CommandSession(
            HostEnvironment outside,
            OutputStyle manner,
            CommandRegistry commands,
            ShellState memory) {
        this.outside = outside;
        this.manner = manner;
        this.commands = commands;
        this.memory = memory;
        this.out =
                new PrintWriter(
                        new BufferedWriter(
                                new OutputStreamWriter(
                                        ClosedStdout.guard(outside.streams().out()),
                                        StandardCharsets.UTF_8)));
        this.err =
                new PrintWriter(
                        new OutputStreamWriter(outside.streams().err(), StandardCharsets.UTF_8),
                        true);
    }

    /** Clock, randomness, streams, environment, working directory, signals. */
    public HostEnvironment outside() {
        return outside;
    }

    /** How to talk. */
    public OutputStyle manner() {
        return manner;
    }

    /** The commands there are. */
    public CommandRegistry commands() {
        return commands;
    }

    /** What one command leaves to the next. */
    public ShellState memory() {
        return memory;
    }

    /** Programs to run; each is told where {@code -v} asks for it. */
    public Programs programs() {
        return manner.verbose()
                ? new LoggingPrograms(outside.programs(), this::note)
                : outside.programs();
    }

    /**
     * Where this command reads and writes records.
     *
     * @throws dev.wgmesh.problem.Failure where a wg-mesh.toml cannot be used
     */
    public Locations places(SourceFlags flags) {
        return Locations.of(withShell(flags), surroundings(true));
    }

    /** The same for a node's own commands, which heed nothing in the working directory. */
    public Locations placesOfNode(SourceFlags flags) {
        return Locations.of(withShell(flags), surroundings(false));
    }

    /** Returns the places of a command, or those of the shell where the command names none. */
    public SourceFlags withShell(SourceFlags flags) {
        boolean isEmpty = flags.emitting(false).waiting(true).equals(SourceFlags.NONE);
        return isEmpty ? memory.places().emitting(flags.emit()).waiting(flags.waits()) : flags;
    }

    private ConfigContext surroundings(boolean trustsDirectory) {
        return new ConfigContext(
                outside.directory(),
                MACHINE,
                trustsDirectory,
                outside.environment(),
                new DriverContext(outside.randomness(), outside.clock(), programs()),
                telling());
    }

    private ConfigListener telling() {
        return new ConfigListener() {
            @Override
            public void say(String line) {
                note(line);
            }

            @Override
            public void warn(List<Problem> problems) {
                CommandSession.this.warn(problems);
            }
        };
    }

    /** The source; each answer is told where {@code -v} asks for it. */
    public DnsSource told(DnsSource source) {
        return manner.verbose() ? new LoggingSource(source, this::note) : source;
    }

    /** Whether the data is to be JSON. */
    public boolean json() {
        return manner.form() == OutputFormat.JSON;
    }

    /** Colour for stdout, or none. */
    public TerminalColour paint() {
        return new TerminalColour(manner.colour());
    }

    /** Puts data on stdout as it is; it ends with its own line feed. */
    public void print(String text) {
        out.print(text);
    }

    /** Puts a line of data on stdout. */
    public void println(String line) {
        out.print(line);
        out.print('\n');
    }

    /** Puts the one document of this run on stdout. */
    public void print(JsonDocument document) {
        out.print(document.text());
    }

    /** Puts one of many documents on stdout, on one line, at once. */
    public void printLine(JsonDocument document) {
        out.print(document.line());
        out.flush();
    }

    /** Data in many small pieces; nothing is lost if it is not closed. */
    public Writer out() {
        return out;
    }

    /** Says a line on stderr. */
    public void note(String line) {
        say(PrintableText.of(line));
    }

    /** Whether a person can be asked: what they type is heard, and what is asked is seen. */
    boolean canAsk() {
        Streams streams = outside.streams();
        return streams.isTerminal(Streams.Standard.IN) && streams.isTerminal(Streams.Standard.ERR);
    }

    /** Asks a person for y or N; whatever is not y, and the end of the input, is no. */
    boolean agrees(String question) {
        out.flush();
        err.print(PrintableText.of(question) + " [y/N] ");
        err.flush();
        var answer = new StringBuilder();
        try {
            for (int octet = outside.streams().in().read();
                    octet >= 0 && octet != '\n' && answer.length() < LONGEST_ANSWER;
                    octet = outside.streams().in().read()) {
                answer.append((char) octet);
            }
        } catch (IOException _) {
            return false;
        }
        String word = answer.toString().strip().toLowerCase(Locale.ROOT);
        return word.equals("y") || word.equals("yes");
    }

    /** Says a line on stderr if {@code -v} asks for it. */
    public void verbose(Supplier<String> line) {
        if (manner.verbose()) {
            note(line.get());
        }
    }

    /** Tells what is wrong and did not stop the command, on stderr; JSON carries it besides. */
    public void warn(List<Problem> problems) {
        problems.stream()
                .distinct()
                .forEach(p -> say(ProblemText.warning(p, new TerminalColour(manner.errColour()))));
    }

    /** Tells what stopped the command, on stderr. */
    public void error(List<Problem> problems) {
        problems.stream()
                .distinct()
                .forEach(p -> say(ProblemText.error(p, new TerminalColour(manner.errColour()))));
    }

    void trace(Throwable thrown) {
        thrown.printStackTrace(err);
    }

    private void say(String text) {
        out.flush();
        err.print(text + "\n");
        err.flush();
    }

    /** What was printed so far is seen now: for what goes on and on. */
    public void flushOut() {
        out.flush();
    }

    void flush() throws IOException {
        out.flush();
        err.flush();
    }
}
