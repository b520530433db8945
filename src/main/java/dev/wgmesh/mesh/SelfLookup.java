package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.problem.Failure;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds this node among the members. */
final class SelfLookup {
    private SelfLookup() {}

    /** Returns the member's name; throws UNREADABLE where no member or several match. */
    static HostName find(Mesh mesh, NodeContext node, List<AcceptedMember> members) {
        return switch (node.self()) {
            case SelfSelector.ByName(HostName name) ->
                    members.stream()
                            .map(AcceptedMember::name)
                            .filter(name::equals)
                            .findFirst()
                            .orElseThrow(() -> notListed(mesh, name));
            case SelfSelector.ByKey(PublicKey key) -> byKey(mesh, node, members, key);
        };
    }

    private static HostName byKey(
            Mesh mesh, NodeContext node, List<AcceptedMember> members, PublicKey key) {
        List<AcceptedMember> current = members.stream().filter(m -> m.key().equals(key)).toList();
        List<AcceptedMember> next =
                members.stream()
                        .filter(m -> m.published().metadata().nextKey().equals(Optional.of(key)))
                        .toList();
        Optional<HostName> before =
                Stream.concat(current.stream(), next.stream())
                        .map(AcceptedMember::name)
                        .filter(name -> node.state().self().equals(Optional.of(name)))
                        .findFirst();
        return before.or(() -> KeyOwners.of(key, current.isEmpty() ? next : current, mesh.name()))
                .orElseThrow(() -> noSingleMember(mesh, key, current.size() + next.size()));
    }

    private static Failure notListed(Mesh mesh, HostName name) {
        return Failure.unreadable(
                mesh.name().text(),
                "has no member " + name + " with a key and an address",
                "see the members: wg-mesh list " + mesh.name());
    }

    private static Failure noSingleMember(Mesh mesh, PublicKey key, int holders) {
        return Failure.unreadable(
                mesh.name().text(),
                holders == 0
                        ? "no member has this node's key " + key
                        : holders + " members publish this node's key " + key,
                holders == 0
                        ? "join the mesh: wg-mesh join HOST --public-key " + key
                        : "remove the key from all members but one");
    }
}
