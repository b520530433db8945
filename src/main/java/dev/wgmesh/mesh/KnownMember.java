package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Prefix;
import java.util.List;
import java.util.Optional;

/**
 * A member as it was last accepted.
 *
 * @param list the list that named it
 * @param held the claims it was given: against another's, they stay its own; sorted
 * @param published what DNS last said, where it said anything
 * @param endpoint of its peer; empty: DNS never gave one that could be used
 */
public record KnownMember(
        HostName name,
        MeshName list,
        PublicKey key,
        List<Prefix> held,
        PublishedMember published,
        Optional<KnownEndpoint> endpoint) {
    /** Sorts and copies. */
    public KnownMember {
        held = held.stream().distinct().sorted().toList();
    }

    /** Whether the whole prefix was given to it. */
    boolean holds(Prefix claim) {
        return held.stream().anyMatch(h -> h.contains(claim));
    }
}
