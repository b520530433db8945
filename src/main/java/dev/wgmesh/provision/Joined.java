package dev.wgmesh.provision;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Problem;
import java.util.List;

/**
 * A host that is a member, or would be.
 *
 * @param plans that were committed, or would be, in their order; empty: it had joined already
 * @param receipts of the plans; empty where nothing was written
 * @param warnings what did not stop it
 */
public record Joined(
        HostName host,
        MeshName mesh,
        PublicKey key,
        List<IpAddress> addresses,
        List<ZonePlan> plans,
        List<Receipt> receipts,
        List<Problem> warnings) {
    /** Copies. */
    public Joined {
        addresses = List.copyOf(addresses);
        plans = List.copyOf(plans);
        receipts = List.copyOf(receipts);
        warnings = List.copyOf(warnings);
    }
}
