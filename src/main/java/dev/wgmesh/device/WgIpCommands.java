package dev.wgmesh.device;

import dev.wgmesh.device.ChangeExecution.FailedChange;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.process.Programs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

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
        log.log(false, () -> String.join(" ", command));
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
        log.log(true, () -> commandLine(command));
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

    /** Logs a change that is made by the next process. */
    void logChange(Supplier<String> command) {
        log.log(true, command);
    }

    /** Runs {@code wg} with {@code input}, and returns its result even if it failed. */
    Programs.ProgramResult wg(List<String> words, String input) {
        var command = new ArrayList<>(List.of("wg"));
        command.addAll(words);
        return programs.run(command, input, LIMIT);
    }

    /**
     * Runs {@code ip} commands (without the word ip) in one process, up to the first failure;
     * empty: none failed.
     */
    Optional<FailedChange> batch(List<String> lines) {
        lines.forEach(line -> logChange(() -> "ip " + line));
        Programs.ProgramResult ended =
                programs.run(List.of("ip", "-batch", "-"), joined(lines), LIMIT);
        if (ended.ok()) {
            return Optional.empty();
        }
        int number = ToolError.batchLine(ended.err());
        boolean known = number >= 1 && number <= lines.size();
        // where ip names no line, nothing is known of the rest
        int failed = (known ? number : lines.size()) - 1;
        String command = known ? lines.get(failed) : "-batch -";
        return Optional.of(new FailedChange(failed, problem("ip " + command, ended)));
    }

    /**
     * Runs {@code ip} commands that only read in one process, up to the first that fails, and
     * returns what each printed.
     *
     * @param required how many of them must not fail
     * @throws Failure UNREADABLE when one of those fails
     */
    IpTables readBatch(List<String> lines, int required) {
        List<String> read = lines.stream().map(line -> "ip " + line).toList();
        read.forEach(line -> log.log(false, () -> line));
        List<String> command = List.of("ip", "-N", "-json", "-details", "-batch", "-");
        Programs.ProgramResult ended = programs.run(command, joined(lines), LIMIT);
        int done = ended.ok() ? lines.size() : Math.max(ToolError.batchLine(ended.err()) - 1, 0);
        if (done < required) {
            throw failure(Failure.Kind.UNREADABLE, read.get(done), ended);
        }
        return new IpTables(read.subList(0, done), ended.out());
    }

    /**
     * Runs {@code ip} commands that only read in one process; returns what each printed that
     * succeeded.
     */
    List<List<IpRow>> tryReadBatch(List<String> lines) {
        lines.forEach(line -> log.log(false, () -> "ip " + line));
        List<String> command = List.of("ip", "-json", "-details", "-force", "-batch", "-");
        return IpRow.parseAll("ip -batch", programs.run(command, joined(lines), LIMIT).out());
    }

    private static String joined(List<String> lines) {
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    static Failure failure(Failure.Kind kind, String command, Programs.ProgramResult ended) {
        return new Failure(kind, List.of(problem(command, ended)));
    }

    static Problem problem(String command, Programs.ProgramResult ended) {
        return ended.timedOut()
                ? new Problem(
                        command,
                        "did not finish within " + LIMIT.toSeconds() + " s",
                        "run it by hand; it may be waiting for a lock")
                : ToolError.of(command, ended.exitCode(), ended.err());
    }

    /** Returns the command as typed in a shell, with empty arguments quoted. */
    static String commandLine(List<String> command) {
        return command.stream()
                .map(word -> word.isEmpty() ? "\"\"" : word)
                .collect(Collectors.joining(" "));
    }
}
