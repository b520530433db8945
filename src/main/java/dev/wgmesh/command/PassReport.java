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
import dev.wgmesh.render.PassJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells how passes went: changes on stdout, problems on stderr, each problem once. */
final class PassReport {
    private final CommandSession session;
    private final MeshName mesh;
    private final boolean strict;
    private List<Problem> told = List.of();
    private boolean settled;

    PassReport(CommandSession session, MeshName mesh, boolean strict) {
        this.session = session;
        this.mesh = mesh;
        this.strict = strict;
    }

    /** One pass, and no other after it. */
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
        if (!result.failed().isEmpty() || !result.heldRemovals().isEmpty()) {
            return ExitCode.PARTIAL;
        }
        return strict && !result.problems().isEmpty()
                ? ExitCode.FINDINGS_OR_CHANGES
                : ExitCode.SUCCESS;
    }

    /** One of many; in text only what changed is worth a word, and once that all is well. */
    void passed(PassResult result, Duration next) {
        warn(result);
        if (session.json()) {
            session.printLine(document(result, Optional.of(next)));
        } else if (!result.isEmpty()) {
            session.print(changes(result));
            session.verbose(() -> "next check in " + next.toSeconds() + " s");
        } else if (settled) {
            session.verbose(() -> "nothing to do; next check in " + next.toSeconds() + " s");
        } else {
            session.note("in sync with DNS; next check in " + next.toSeconds() + " s");
        }
        settled = result.isEmpty();
        session.flushStdout();
    }

    /** One that could not judge. */
    void failed(Failure failure, Duration next) {
        if (!failure.problems().equals(told)) {
            session.error(failure.problems());
            told = failure.problems();
        }
        settled = false;
        if (session.json()) {
            session.printLine(PassJson.failed(mesh, now(), failure.problems(), next));
        }
        session.verbose(() -> "nothing changed; next check in " + next.toSeconds() + " s");
    }

    private void warn(PassResult result) {
        List<Problem> now =
                Stream.of(
                                result.problems(),
                                result.heldRemovals(),
                                result.last().messages().notices())
                        .flatMap(List::stream)
                        .distinct()
                        .toList();
        session.warn(now.stream().filter(problem -> !told.contains(problem)).toList());
        session.error(result.failed());
        told = now;
    }

    private String changes(PassResult result) {
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
