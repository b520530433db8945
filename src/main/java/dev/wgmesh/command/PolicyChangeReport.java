package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provision.CommitResult;
import dev.wgmesh.render.ZonePlanJson;
import dev.wgmesh.zone.PolicyText;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Name;

/** How a command that writes a policy ends: what it did, would do, or could only print. */
record PolicyChangeReport(
        CommandSession session, IntentOptions write, ConfiguredHosting hosting, MeshName mesh) {
    private Name owner() {
        return PolicyText.question(mesh).owner();
    }

    /** Returns whether nothing is to be written: the plan is shown, saved or printed. */
    boolean isPlanned() {
        return write.shows() || hosting.provider(owner()).isEmpty();
    }

    /** Ends with a plan that was only made. */
    ExitCode planned(CommitResult planned) {
        List<Problem> nowhere = write.shows() ? List.of() : hosting.nowhere(List.of(owner()));
        write.save(session, planned.plans(), hosting::host);
        session.warn(planned.warnings());
        if (session.json()) {
            print(planned);
        } else {
            session.print(write.text(planned.plans()));
        }
        session.error(nowhere);
        return nowhere.isEmpty() ? ExitCode.SUCCESS : ExitCode.INPUT;
    }

    /** Ends with what was done; {@code text} says it in one line. */
    ExitCode done(CommitResult done, String text) {
        session.warn(done.warnings());
        if (session.json()) {
            print(done);
        } else {
            session.println(text);
        }
        return CommitReport.end(session, done);
    }

    private void print(CommitResult result) {
        var problems = new ArrayList<>(result.warnings());
        problems.addAll(result.unseen());
        session.print(
                ZonePlanJson.plans(
                        ZonePlanJson.document(),
                        result.plans(),
                        result.receipts(),
                        problems,
                        hosting::host));
    }
}
