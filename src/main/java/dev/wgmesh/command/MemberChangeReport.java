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
 * How a command that changes one member ends: what it did, would do, or could only print.
 *
 * @param owners names whose zones it writes
 */
record MemberChangeReport(
        CommandSession session, IntentOptions write, ConfiguredHosting hosting, List<Name> owners) {
    static MemberChangeReport of(
            CommandSession session,
            IntentOptions write,
            ConfiguredHosting hosting,
            MeshName mesh,
            HostName host) {
        return new MemberChangeReport(
                session, write, hosting, List.of(Question.name(mesh), OwnerNames.wireguard(host)));
    }

    /** Whether nothing is to be written: the plan is shown or saved, or no place takes records. */
    boolean isPlanned() {
        return write.shows() || hosting.prints(owners);
    }

    /**
     * Ends with a plan that was only made.
     *
     * @param document what JSON says besides the plans
     */
    ExitCode planned(MemberChange change, UnaryOperator<JsonDocument> document) {
        List<Problem> nowhere = write.shows() ? List.of() : hosting.nowhere(owners);
        write.save(session, change.plans(), hosting::host);
        session.warn(change.warnings());
        if (session.json()) {
            print(change, document);
        } else {
            session.print(write.text(change.plans()));
        }
        session.error(nowhere);
        return nowhere.isEmpty() ? ExitCode.SUCCESS : ExitCode.INPUT;
    }

    /** Ends with what was done; {@code text} says it to a person. */
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
