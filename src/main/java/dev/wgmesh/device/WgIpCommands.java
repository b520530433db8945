package dev.wgmesh.device;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.process.Programs;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs {@code wg} and {@code ip}, and turns their errors into problems. */
final class WgIpCommands {
    /** The time limit of each command. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private final Programs programs;
    private final CommandLog log;

    WgIpCommands(Programs programs, CommandLog log) {
        this.programs = programs;
        this.log = log;
    }

    boolean has(String program) {
        return programs.isInstalled(program);
    }

    /** Runs a command that only reads, and returns its result even if it failed. */
    Programs.ProgramResult tryRead(String... command) {
        log.log(false, String.join(" ", command));
        return programs.run(List.of(command), "", LIMIT);
    }

    /** Runs a command that only reads and returns its output; an error is UNREADABLE. */
    String read(String... command) {
        Programs.ProgramResult ended = tryRead(command);
        if (!ended.ok()) {
            throw failure(Failure.Kind.UNREADABLE, String.join(" ", command), ended);
        }
        return ended.out();
    }

    /** Runs a command that changes something, and returns its result even if it failed. */
    Programs.ProgramResult tryChange(List<String> command) {
        return tryChange(command, "");
    }

    /** Runs a command with {@code input}, which is not logged. */
    Programs.ProgramResult tryChange(List<String> command, String input) {
        log.log(true, commandLine(command));
        return programs.run(command, input, LIMIT);
    }

    /** Runs a command that changes something; an error is PARTIAL. */
    void change(List<String> command) {
        Programs.ProgramResult ended = tryChange(command);
        if (!ended.ok()) {
            throw failure(Failure.Kind.PARTIAL, commandLine(command), ended);
        }
    }

    /**
     * Runs a command that reads a secret on standard input, since every user of the machine can see
     * arguments; an error is PARTIAL and never repeats the secret.
     */
    void change(List<String> command, String secret) {
        Programs.ProgramResult ended = tryChange(command, secret + "\n");
        if (!ended.ok()) {
            String err = ended.err().replace(secret, "(hidden)");
            throw failure(
                    Failure.Kind.PARTIAL,
                    commandLine(command),
                    new Programs.ProgramResult(ended.exitCode(), "", err, ended.timedOut()));
        }
    }

    /** Runs {@code ip} commands (without the word ip) in one process, up to the first failure. */
    void batch(List<String> lines) {
        lines.forEach(line -> log.log(true, "ip " + line));
        String input = lines.stream().collect(Collectors.joining("\n", "", "\n"));
        Programs.ProgramResult ended = programs.run(List.of("ip", "-batch", "-"), input, LIMIT);
        if (!ended.ok()) {
            int failed = ToolError.batchLine(ended.err());
            String command =
                    failed < 1 || failed > lines.size() ? "-batch -" : lines.get(failed - 1);
            throw failure(Failure.Kind.PARTIAL, "ip " + command, ended);
        }
    }

    /**
     * Runs {@code ip} commands that only read; returns one line of JSON for each that succeeded.
     */
    Stream<String> readBatch(List<String> lines) {
        lines.forEach(line -> log.log(false, "ip " + line));
        String input = lines.stream().collect(Collectors.joining("\n", "", "\n"));
        return programs.run(List.of("ip", "-json", "-force", "-batch", "-"), input, LIMIT)
                .out()
                .lines();
    }

    static Failure failure(Failure.Kind kind, String command, Programs.ProgramResult ended) {
        Problem problem =
                ended.timedOut()
                        ? new Problem(
                                command,
                                "did not finish within " + LIMIT.toSeconds() + " s",
                                "run it by hand; it may be waiting for a lock")
                        : ToolError.of(command, ended.exitCode(), ended.err());
        return new Failure(kind, List.of(problem));
    }

    /** Returns the command as typed in a shell, with empty arguments quoted. */
    static String commandLine(List<String> command) {
        return command.stream()
                .map(word -> word.isEmpty() ? "\"\"" : word)
                .collect(Collectors.joining(" "));
    }
}
