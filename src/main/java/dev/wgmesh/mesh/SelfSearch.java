package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.problem.Failure;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which of the members this node is. */
final class SelfSearch {
    private SelfSearch() {}

    /** The member's name; throws UNREADABLE where it is none of them, or could be several. */
    static HostName find(Mesh mesh, Node node, List<Counted> members) {
        return switch (node.self()) {
            case Self.ByName(HostName name) ->
                    members.stream()
                            .map(Counted::name)
                            .filter(name::equals)
                            .findFirst()
                            .orElseThrow(() -> notListed(mesh, name));
            case Self.ByKey(PublicKey key) -> byKey(mesh, node, members, key);
        };
    }

    private static HostName byKey(Mesh mesh, Node node, List<Counted> members, PublicKey key) {
        List<Counted> current = members.stream().filter(m -> m.key().equals(key)).toList();
        List<Counted> next =
                members.stream()
                        .filter(m -> m.published().metadata().nextKey().equals(Optional.of(key)))
                        .toList();
        Optional<HostName> before =
                Stream.concat(current.stream(), next.stream())
                        .map(Counted::name)
                        .filter(name -> node.state().self().equals(Optional.of(name)))
                        .findFirst();
        return before.or(() -> KeyOwners.of(key, current.isEmpty() ? next : current, mesh.name()))
                .orElseThrow(() -> notFound(mesh, key, current.size() + next.size()));
    }

    private static Failure notListed(Mesh mesh, HostName name) {
        return Failure.unreadable(
                mesh.name().text(),
                "does not list " + name + " with a key and an address",
                "see its members: wg-mesh list " + mesh.name());
    }

    private static Failure notFound(Mesh mesh, PublicKey key, int holders) {
        return Failure.unreadable(
                mesh.name().text(),
                holders == 0
                        ? "no member has this node's key " + key
                        : holders + " members publish this node's key " + key,
                holders == 0
                        ? "join it: wg-mesh join HOST --public-key " + key
                        : "take it from all members but one");
    }
}
