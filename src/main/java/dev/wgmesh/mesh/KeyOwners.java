package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Decides which member owns a key that several publish. */
final class KeyOwners {
    private KeyOwners() {}

    /**
     * Returns the owner: the name that had the key before, else the only one in the mesh's own
     * zone, else none.
     */
    static Optional<HostName> of(PublicKey key, List<AcceptedMember> members, MeshName mesh) {
        if (members.size() == 1) {
            return Optional.of(members.getFirst().name());
        }
        return single(members, m -> m.known().filter(k -> k.key().equals(key)).isPresent())
                .or(() -> single(members, m -> m.name().isWithin(mesh.domain())));
    }

    private static Optional<HostName> single(
            List<AcceptedMember> members, Predicate<AcceptedMember> is) {
        List<AcceptedMember> found = members.stream().filter(is).toList();
        return found.size() == 1 ? Optional.of(found.getFirst().name()) : Optional.empty();
    }
}
