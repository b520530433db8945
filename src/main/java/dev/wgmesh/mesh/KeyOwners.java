package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;

import java.util.List;
import java.util.Optional;

/** Decides which member owns a key that several publish. */
final class KeyOwners {
    private KeyOwners() {}

    /**
     * Returns the owner: the name that had the key before, else the one that announced it as its
     * next-key, else the name that this node has accepted for the longest time, else the only one
     * in the mesh's own zone, else none.
     */
    static Optional<HostName> of(PublicKey key, List<AcceptedMember> members, MeshName mesh) {
        if (members.size() == 1) {
            return Optional.of(members.getFirst().name());
        }
        return Seniority.only(members, m -> m.known().filter(k -> k.key().equals(key)).isPresent())
                .or(() -> Seniority.only(members, m -> m.announced(key)))
                .or(() -> Seniority.oldest(members))
                .or(() -> Seniority.inDomain(members, mesh));
    }
}
