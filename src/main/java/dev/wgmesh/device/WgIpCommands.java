package dev.wgmesh.device;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.process.Programs;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs {@code wg} and {@code ip}, and turns what they complain of into problems. */
final class WgIpCommands {
    /** No command of ours takes long; one that does hangs. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private final Programs programs;
    private final CommandLog log;

    WgIpCommands(Programs programs, CommandLog log) {
        this.programs = programs;
        this.log = log;
    }

    boolean has(String program) {
        return programs.has(program);
    }

    /** A command that only reads, however it ends. */
    Programs.Ended look(String... command) {
        log.runs(false, String.join(" ", command));
        return programs.run(List.of(command), "", LIMIT);
    }

    /** What a command that only reads prints; a failure is UNREADABLE. */
    String read(String... command) {
        Programs.Ended ended = look(command);
        if (!ended.ok()) {
            throw failure(Failure.Kind.UNREADABLE, String.join(" ", command), ended);
        }
        return ended.out();
    }

    /** A command that changes something, however it ends. */
    Programs.Ended attempt(List<String> command) {
        return attempt(command, "");
    }

    /** The same with {@code input}, which is told to nobody. */
    Programs.Ended attempt(List<String> command, String input) {
        log.runs(true, typed(command));
        return programs.run(command, input, LIMIT);
    }

    /** A command that changes something; a failure is PARTIAL. */
    void change(List<String> command) {
        Programs.Ended ended = attempt(command);
        if (!ended.ok()) {
            throw failure(Failure.Kind.PARTIAL, typed(command), ended);
        }
    }

    /** {@code ip} commands (without the word ip), run by one process, up to the first failure. */
    void batch(List<String> lines) {
        lines.forEach(line -> log.runs(true, "ip " + line));
        String input = lines.stream().collect(Collectors.joining("\n", "", "\n"));
        Programs.Ended ended = programs.run(List.of("ip", "-batch", "-"), input, LIMIT);
        if (!ended.ok()) {
            int failed = ToolError.batchLine(ended.err());
            String command =
                    failed < 1 || failed > lines.size() ? "-batch -" : lines.get(failed - 1);
            throw failure(Failure.Kind.PARTIAL, "ip " + command, ended);
        }
    }

    /** What {@code ip} commands that only read print, a line of JSON each; failures print none. */
    Stream<String> answers(List<String> lines) {
        lines.forEach(line -> log.runs(false, "ip " + line));
        String input = lines.stream().collect(Collectors.joining("\n", "", "\n"));
        return programs.run(List.of("ip", "-json", "-force", "-batch", "-"), input, LIMIT)
                .out()
                .lines();
    }

    static Failure failure(Failure.Kind kind, String command, Programs.Ended ended) {
        Problem problem =
                ended.timedOut()
                        ? new Problem(
                                command,
                                "did not end within " + LIMIT.toSeconds() + " s",
                                "run it by hand; it may wait for a lock")
                        : ToolError.of(command, ended.exit(), ended.err());
        return new Failure(kind, List.of(problem));
    }

    /** As a shell would take it: empty arguments are seen. */
    static String typed(List<String> command) {
        return command.stream()
                .map(word -> word.isEmpty() ? "\"\"" : word)
                .collect(Collectors.joining(" "));
    }
}
