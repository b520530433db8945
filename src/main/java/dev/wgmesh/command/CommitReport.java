package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZoneLocation;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.render.Json;
import dev.wgmesh.render.ZonePlanJson;
import dev.wgmesh.render.ZonePlanText;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.xbill.DNS.Name;

/**
 * What a command says of its plans.
 *
 * @param hosts the place of each zone, by its apex
 */
record CommitReport(CommandSession session, Function<Name, Optional<ZoneLocation>> hosts) {
    /** Plans that would be committed. */
    ExitCode planned(List<ZonePlan> plans) {
        if (session.json()) {
            print(plans, List.of());
        } else {
            session.print(ZonePlanText.difference(plans));
        }
        return ExitCode.DONE;
    }

    /** Plans that were; none: there was nothing to do. */
    ExitCode committed(List<Receipt> receipts) {
        if (session.json()) {
            print(receipts.stream().map(Receipt::plan).toList(), receipts);
            return ExitCode.DONE;
        }
        if (receipts.isEmpty()) {
            session.println("nothing to do");
        }
        for (Receipt receipt : receipts) {
            session.print(ZonePlanText.difference(List.of(receipt.plan())));
            session.println("committed to " + receipt.place() + ", serial " + receipt.serial());
        }
        return ExitCode.DONE;
    }

    private void print(List<ZonePlan> plans, List<Receipt> receipts) {
        session.print(
                ZonePlanJson.plans(Json.document("zone-plan"), plans, receipts, List.of(), hosts));
    }
}
