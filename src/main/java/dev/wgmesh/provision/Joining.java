package dev.wgmesh.provision;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Problem;
import java.util.List;

/**
 * What a join comes to, decided on one view of the mesh.
 *
 * @param addresses the member's mesh addresses, kept, chosen or given
 * @param freshKey whether the key made for this call is the one that is published
 * @param plans the member's own zone first, the list's zone last; empty: it has joined already
 * @param warnings what did not stop it
 */
record Joining(
        PublicKey key,
        List<IpAddress> addresses,
        boolean freshKey,
        List<ZonePlan> plans,
        List<Problem> warnings) {}
