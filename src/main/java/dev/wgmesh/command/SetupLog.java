package dev.wgmesh.command;

import dev.wgmesh.apply.PassResult;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.PlannedChange;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.render.SetupReport;
import dev.wgmesh.render.SetupReport.Outcome;
import dev.wgmesh.render.SetupReport.Step;
import dev.wgmesh.render.SetupReport.Subject;
import dev.wgmesh.render.ZonePlanText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The steps of {@code up}: each is printed when it ends; JSON has them all at the end. */
final class SetupLog {
    private final CommandSession session;
    private final MeshName mesh;
    private final String device;
    private final List<Step> steps = new ArrayList<>();
    private List<ZonePlan> plans = List.of();

    SetupLog(CommandSession session, MeshName mesh, String device) {
        this.session = session;
        this.mesh = mesh;
        this.device = device;
    }

    /** Takes a step that ended. */
    void step(Subject subject, Outcome outcome, String message) {
        add(new Step(subject, outcome, message));
    }

    /** Takes a step that ended. */
    void add(Step step) {
        steps.add(step);
        if (!session.json()) {
            session.println(step.line());
            session.flushStdout();
        }
    }

    /** Takes the plans of zones that are not carried out. */
    void planned(List<ZonePlan> zones) {
        plans = zones;
        if (!session.json() && !zones.isEmpty()) {
            session.print(ZonePlanText.diff(zones));
        }
    }

    /** Takes that another machine must make the host a member. */
    void needed(HostName host) {
        step(
                Subject.MEMBER,
                Outcome.NEEDED,
                host
                        + " is not a member of "
                        + mesh
                        + ", and no place to write its records is named");
    }

    /** Ends a dry run where the command for another machine needs the key that is not there. */
    void endWithoutKey(HostName host) {
        needed(host);
        if (session.json()) {
            session.print(
                    report(Optional.of(host), Optional.empty(), List.of(), List.of()).document());
        } else {
            session.println(
                    "\nWithout -n, up prints what to send to an administrator of the zone.");
        }
    }

    /**
     * Ends with what another machine must do.
     *
     * @param command that makes the host a member
     * @param records the same as text of zone files; empty: not known
     * @param ttl how long a resolver may answer without the host
     * @param again the command that goes on then
     */
    void send(HostName host, String command, String records, Duration ttl, String again) {
        needed(host);
        if (session.json()) {
            session.print(
                    report(Optional.of(host), Optional.of(command), List.of(), List.of())
                            .document());
            return;
        }
        session.print(
                """

                Send this command to an administrator of the zone. The private key stays here.
                %s
                """
                        .formatted(command));
        if (!records.isEmpty()) {
            session.print(
                    "\nOr send these records, for a zone that is edited by hand.\n" + records);
        }
        session.print(
                """

                When DNS has the records (a resolver may need %d s more), run:
                %s
                """
                        .formatted(ttl.toSeconds(), again));
    }

    /** Ends with the result of the pass, and what to run next. */
    void end(Optional<HostName> host, PassResult result) {
        if (session.json()) {
            List<PlannedChange> changes =
                    result.plans().stream().map(DevicePlan::changes).flatMap(List::stream).toList();
            List<Problem> problems =
                    Stream.of(result.failed(), result.heldBack(), result.problems())
                            .flatMap(List::stream)
                            .toList();
            session.print(report(host, Optional.empty(), changes, problems).document());
            return;
        }
        if (has(Outcome.PLANNED)) {
            session.println("nothing changed, because of -n");
            return;
        }
        if (!has(Outcome.CHANGED)) {
            session.println("nothing changed");
        }
        session.print(
                """

                wg-mesh status      how each member is reached now
                wg-mesh why HOST    what is between this node and a member
                wg-mesh doctor      what on this machine is in the way
                """);
        boolean follows = steps.getLast().outcome() != Outcome.SKIPPED;
        session.println(
                "Members that join later need no step on this node"
                        + (follows ? "." : " while wg-mesh apply --watch runs."));
    }

    private boolean has(Outcome outcome) {
        return steps.stream().anyMatch(step -> step.outcome() == outcome);
    }

    private SetupReport report(
            Optional<HostName> host,
            Optional<String> send,
            List<PlannedChange> changes,
            List<Problem> problems) {
        return new SetupReport(mesh, host, device, steps, send, plans, changes, problems);
    }
}
