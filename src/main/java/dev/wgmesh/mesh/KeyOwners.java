package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides which member owns a key that several publish. */
final class KeyOwners {
    private final MeshName mesh;
    private final Set<HostName> signed;

    KeyOwners(Mesh mesh) {
        this.mesh = mesh.name();
        this.signed =
                mesh.members().stream()
                        .filter(member -> member.signedUntil().isPresent() && member.resolved())
                        .map(Member::name)
                        .collect(Collectors.toSet());
    }

    /** Returns whether the key of the member is signed; false without a lock. */
    boolean isSigned(HostName member) {
        return signed.contains(member);
    }

    /**
     * Returns the owner: the name that a signer of the lock names, else the one that had the key
     * before, else the one that announced it as its next-key, else the one that this node has
     * accepted for the longest time, else the only one in the mesh's own zone, else none.
     */
    Optional<HostName> of(PublicKey key, List<AcceptedMember> members) {
        if (members.size() == 1) {
            return Optional.of(members.getFirst().name());
        }
        return Seniority.only(members, m -> m.key().equals(key) && isSigned(m.name()))
                .or(() ->
                        Seniority.only(
                                members,
                                m -> m.known().filter(k -> k.key().equals(key)).isPresent()))
                .or(() -> Seniority.only(members, m -> m.announced(key)))
                .or(() -> Seniority.oldest(members))
                .or(() -> Seniority.inDomain(members, mesh));
    }
}
