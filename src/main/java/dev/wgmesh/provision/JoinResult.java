package dev.wgmesh.provision;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Problem;
import java.util.List;

/**
 * A host that is a member, or would be.
 *
 * @param change no plans: it had joined already
 * @param key that is published
 */
public record JoinResult(MemberChange change, PublicKey key, List<IpAddress> addresses) {
    public JoinResult {
        addresses = List.copyOf(addresses);
    }

    /** Returns the plans that were committed, or would be. */
    public List<ZonePlan> plans() {
        return change.plans();
    }

    /** Returns what did not stop it. */
    public List<Problem> warnings() {
        return change.warnings();
    }
}
