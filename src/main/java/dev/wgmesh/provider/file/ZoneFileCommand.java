package dev.wgmesh.provider.file;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.process.Programs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A command that runs after a zone file was written.
 *
 * @param purpose for messages: {@code reload} or {@code signing}
 * @param command the program and its arguments; never a shell line
 */
public record ZoneFileCommand(String purpose, List<String> command, Programs programs) {
    /** How long it may take. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    /** Lines of its output that a failure shows. */
    private static final int LINES = 5;

    /** Copies; rejects a command without a word. */
    public ZoneFileCommand {
        command = List.copyOf(command);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("no command");
        }
    }

    /**
     * Runs it.
     *
     * @param file that was written
     * @throws Failure PARTIAL where it fails: the file is written, but not loaded or not signed
     */
    void run(String file) {
        Programs.ProgramResult ended;
        try {
            ended = programs.run(command, "", LIMIT);
        } catch (Failure failure) {
            var problems = new ArrayList<Problem>();
            problems.add(failed(file));
            problems.addAll(failure.problems());
            throw new Failure(Failure.Kind.PARTIAL, problems);
        }
        if (!ended.ok()) {
            String how =
                    ended.timedOut()
                            ? "did not end within " + LIMIT.toSeconds() + " s"
                            : "ended with " + ended.exitCode();
            throw new Failure(
                    Failure.Kind.PARTIAL,
                    List.of(failed(file), Problem.of(toString(), how + output(ended))));
        }
    }

    private Problem failed(String file) {
        return new Problem(
                file,
                "was written, but the " + purpose + " command failed",
                "fix the next error, then run: " + this);
    }

    private static String output(Programs.ProgramResult ended) {
        List<String> lines =
                (ended.err() + "\n" + ended.out()).lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            return " and printed nothing";
        }
        String more = lines.size() > LINES ? " / …" : "";
        return ": " + String.join(" / ", lines.stream().limit(LINES).toList()) + more;
    }

    /** Returns the command as it was given, without quotes. */
    @Override
    public String toString() {
        return String.join(" ", command);
    }
}
