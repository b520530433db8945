package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.provision.CommitResult;
import dev.wgmesh.render.ZonePlanJson;
import dev.wgmesh.render.ZonePlanText;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.xbill.DNS.Name;

/**
 * The output of a command about its plans.
 *
 * @param hosts the place of each zone, by its apex
 */
record CommitReport(CommandSession session, Function<Name, Optional<Location.KnownHost>> hosts) {
    /** Plans that would be committed. */
    ExitCode planned(CommitResult planned) {
        if (session.json()) {
            print(planned);
        } else {
            session.print(ZonePlanText.diff(planned.plans()));
        }
        return ExitCode.SUCCESS;
    }

    /** Plans that were; none: there was nothing to do. */
    ExitCode committed(CommitResult done) {
        if (session.json()) {
            print(done);
        } else if (done.receipts().isEmpty()) {
            session.println("nothing to do");
        } else {
            for (Receipt receipt : done.receipts()) {
                session.print(ZonePlanText.diff(List.of(receipt.plan())));
                session.println("committed to " + receipt.place() + ", serial " + receipt.serial());
            }
        }
        return end(session, done);
    }

    /** Ends a command that committed: PARTIAL where readers may not see a commit yet. */
    static ExitCode end(CommandSession session, CommitResult done) {
        session.error(done.unseen());
        return done.unseen().isEmpty() ? ExitCode.SUCCESS : ExitCode.PARTIAL;
    }

    private void print(CommitResult done) {
        session.print(
                ZonePlanJson.plans(
                        ZonePlanJson.document(),
                        done.plans(),
                        done.receipts(),
                        done.unseen(),
                        hosts));
    }
}
