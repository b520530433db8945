package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provision.MemberChange;
import dev.wgmesh.render.JsonDocument;
import dev.wgmesh.render.ZonePlanJson;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.xbill.DNS.Name;

/**
 * The end of a command that changes one member: what it did, would do, or could only print.
 *
 * @param owners names whose zones it writes
 */
record MemberChangeReport(
        CommandSession session, IntentOptions write, ConfiguredHosting hosting, List<Name> owners) {
    /**
     * Returns the report of a command.
     *
     * @throws dev.wgmesh.problem.Failure where the file of {@code --out} cannot be created
     */
    static MemberChangeReport of(
            CommandSession session,
            IntentOptions write,
            ConfiguredHosting hosting,
            MeshName mesh,
            HostName host) {
        write.requireNewFile(session);
        return new MemberChangeReport(
                session, write, hosting, List.of(Question.name(mesh), OwnerNames.wireguard(host)));
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
     * @param document what JSON has besides the plans
     * @param keepKey saves a generated key, before a plan that publishes the key is saved
     */
    ExitCode planned(MemberChange change, UnaryOperator<JsonDocument> document, Runnable keepKey) {
        List<Problem> nowhere = write.shows() ? List.of() : hosting.nowhere(owners);
        write.save(session, change.plans(), hosting::host, keepKey);
        session.warn(change.warnings());
        if (session.json()) {
            print(change, document);
        } else {
            session.print(write.text(change.plans()));
        }
        session.error(nowhere);
        return nowhere.isEmpty() ? ExitCode.SUCCESS : ExitCode.INPUT;
    }

    /** Ends with a plan that was only made, of a command that makes no key. */
    ExitCode planned(MemberChange change, UnaryOperator<JsonDocument> document) {
        return planned(change, document, () -> {});
    }

    /** Ends with what was done; {@code text} is the text output. */
    ExitCode done(MemberChange change, UnaryOperator<JsonDocument> document, String text) {
        session.warn(change.warnings());
        if (session.json()) {
            print(change, document);
        } else {
            session.print(text);
        }
        return CommitReport.end(session, change.result());
    }

    private void print(MemberChange change, UnaryOperator<JsonDocument> document) {
        var problems = new ArrayList<>(change.warnings());
        problems.addAll(change.notVisible());
        session.print(
                ZonePlanJson.plans(
                        document.apply(ZonePlanJson.change(change.host(), change.list())),
                        change.plans(),
                        change.receipts(),
                        problems,
                        hosting::host));
    }
}
