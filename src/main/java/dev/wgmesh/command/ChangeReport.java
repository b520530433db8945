package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provision.CommitResult;
import dev.wgmesh.render.JsonDocument;
import dev.wgmesh.render.ZonePlanJson;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.PolicyText;
import dev.wgmesh.zone.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.xbill.DNS.Name;

/**
 * The end of a command that changes a member or a policy: what it did, would do, or could only
 * print.
 *
 * @param owners names whose zones it writes
 */
record ChangeReport(
        CommandSession session, IntentOptions write, ConfiguredHosting hosting, List<Name> owners) {
    /**
     * Makes the report.
     *
     * @throws dev.wgmesh.problem.Failure where the file of {@code --out} cannot be created
     */
    ChangeReport {
        write.requireNewFile(session);
    }

    /**
     * Returns the report of a command that changes a member.
     *
     * @throws dev.wgmesh.problem.Failure where the file of {@code --out} cannot be created
     */
    static ChangeReport ofMember(
            CommandSession session,
            IntentOptions write,
            ConfiguredHosting hosting,
            MeshName mesh,
            HostName host) {
        return new ChangeReport(
                session, write, hosting, List.of(Question.name(mesh), OwnerNames.wireguard(host)));
    }

    /**
     * Returns the report of a command that changes a policy.
     *
     * @throws dev.wgmesh.problem.Failure where the file of {@code --out} cannot be created
     */
    static ChangeReport ofPolicy(
            CommandSession session, IntentOptions write, ConfiguredHosting hosting, MeshName mesh) {
        return new ChangeReport(
                session, write, hosting, List.of(PolicyText.question(mesh).owner()));
    }

    /**
     * Returns whether nothing is written: the plan is shown or saved, or no place takes records.
     */
    boolean isPlanned() {
        return write.shows() || hosting.prints(owners);
    }

    /**
     * Ends with a plan that was only made.
     *
     * @param document makes what JSON has besides the plans; not called for text
     * @param keepKey saves a generated key, before a plan that publishes the key is saved
     */
    ExitCode planned(CommitResult planned, Supplier<JsonDocument> document, Runnable keepKey) {
        List<Problem> nowhere = write.shows() ? List.of() : hosting.nowhere(owners);
        write.save(session, planned.plans(), hosting::host, keepKey);
        session.warn(planned.warnings());
        if (session.json()) {
            print(planned, document);
        } else {
            session.print(write.text(planned.plans()));
        }
        session.error(nowhere);
        return nowhere.isEmpty() ? ExitCode.SUCCESS : ExitCode.INPUT;
    }

    /** Ends with a plan that was only made, of a command that makes no key. */
    ExitCode planned(CommitResult planned, Supplier<JsonDocument> document) {
        return planned(planned, document, () -> {});
    }

    /** Ends with what was done; {@code text} is the text output. */
    ExitCode done(CommitResult done, Supplier<JsonDocument> document, String text) {
        session.warn(done.warnings());
        if (session.json()) {
            print(done, document);
        } else {
            session.print(text);
        }
        return CommitReport.end(session, done);
    }

    private void print(CommitResult result, Supplier<JsonDocument> document) {
        var problems = new ArrayList<>(result.warnings());
        problems.addAll(result.unseen());
        session.print(
                ZonePlanJson.plans(
                        document.get(),
                        result.plans(),
                        result.receipts(),
                        problems,
                        hosting::host));
    }
}
