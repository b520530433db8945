package dev.wgmesh.command;

import dev.wgmesh.apply.PassResult;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.render.DevicePlanText;
import dev.wgmesh.render.JsonDocument;
import dev.wgmesh.render.LogJson;
import dev.wgmesh.render.LogLevel;
import dev.wgmesh.render.PassJson;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reports passes: changes on stdout, problems on stderr. A problem that persists is reported once,
 * except that a saved mesh is in use and that a key changed, which every pass reports.
 */
final class PassReport {
    private final CommandSession session;
    private final MeshName mesh;
    private final boolean strict;
    private Set<Problem> reported = Set.of();
    private boolean settled;

    PassReport(CommandSession session, MeshName mesh, boolean strict) {
        this.session = session;
        this.mesh = mesh;
        this.strict = strict;
    }

    /** Reports the only pass of a command. */
    ExitCode single(PassResult result) {
        warn(result);
        if (session.json()) {
            session.print(document(result, Optional.empty()));
        } else {
            session.print(changes(result));
        }
        return exit(result);
    }

    ExitCode exit(PassResult result) {
        if (!result.failed().isEmpty() || !result.heldBack().isEmpty()) {
            return ExitCode.PARTIAL;
        }
        return strict && !result.problems().isEmpty()
                ? ExitCode.FINDINGS_OR_CHANGES
                : ExitCode.SUCCESS;
    }

    /** Reports one of many passes; in text only changes, and once that there are none. */
    void passed(PassResult result, Duration next) {
        warn(result);
        if (session.json()) {
            session.printLine(document(result, Optional.of(next)));
        } else if (!result.isEmpty() && result.onlyTriesPresharedKeys()) {
            if (session.outputStyle().verbose()) {
                log(result, LogLevel.DEBUG);
            }
        } else if (!result.isEmpty()) {
            log(result, LogLevel.INFO);
            session.verbose(() -> "next check in " + next.toSeconds() + " s");
        } else if (settled || result.savedMesh().isPresent()) {
            session.verbose(() -> "nothing to do; next check in " + next.toSeconds() + " s");
        } else {
            session.note("in sync with DNS; next check in " + next.toSeconds() + " s");
        }
        settled = result.isEmpty() && result.savedMesh().isEmpty();
        session.flushStdout();
    }

    /** Prints the changes: those of a pass on stdout, tries on stderr, JSON on stderr. */
    private void log(PassResult result, LogLevel level) {
        if (session.logsJson()) {
            result.plans().stream()
                    .flatMap(plan -> LogJson.changes(now(), level, plan).stream())
                    .forEach(session::log);
        } else if (level == LogLevel.DEBUG) {
            session.verbose(() -> changes(result).strip());
        } else {
            session.print(changes(result));
        }
    }

    /** Reports a pass that failed. */
    void failed(Failure failure, Duration next) {
        Set<Problem> problems = Set.copyOf(failure.problems());
        String outlook = "nothing changed; next check in " + next.toSeconds() + " s";
        if (!problems.equals(reported)) {
            session.error(failure.problems());
            session.note(outlook);
            reported = problems;
        } else {
            session.verbose(() -> outlook);
        }
        settled = false;
        if (session.json()) {
            session.printLine(PassJson.failed(mesh, now(), failure.problems(), next));
        }
    }

    /** Prints the problems of a pass that were not printed before. */
    void warn(PassResult result) {
        List<Problem> now =
                Stream.of(result.problems(), result.heldBack(), result.last().messages().notices())
                        .flatMap(List::stream)
                        .distinct()
                        .toList();
        session.warn(now.stream().filter(problem -> !reported.contains(problem)).toList());
        session.error(result.failed().stream().filter(p -> !reported.contains(p)).toList());
        var repeated = new HashSet<>(result.last().messages().repeated());
        reported =
                Stream.concat(now.stream(), result.failed().stream())
                        .filter(p -> !result.savedMesh().equals(Optional.of(p)))
                        .filter(p -> !repeated.contains(p))
                        .collect(Collectors.toSet());
    }

    /** Returns the changes of a pass, one a line. */
    String changes(PassResult result) {
        var printer = new DevicePlanText(session.colour());
        var text = new StringBuilder();
        for (DevicePlan plan : result.plans()) {
            if (!plan.isEmpty()) {
                text.append(printer.changes(plan));
            }
        }
        return text.isEmpty() ? printer.changes(result.last()) : text.toString();
    }

    private JsonDocument document(PassResult result, Optional<Duration> next) {
        return PassJson.apply(
                mesh, now(), result.plans(), result.failed(), result.problems(), next);
    }

    private Instant now() {
        return session.hostEnvironment().clock().instant();
    }
}
