package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds this node among the members. */
final class SelfLookup {
    /** Unknown keys that are named where no member has the key of this node. */
    private static final int MOST_UNKNOWN = 3;

    private SelfLookup() {}

    /** Returns the member's name; throws UNREADABLE where no member or several match. */
    static HostName find(
            Mesh mesh, NodeContext node, List<AcceptedMember> members, KeyOwners owners) {
        return switch (node.self()) {
            case SelfSelector.ByName(HostName name) ->
                    named(Optional.of(name), members).orElseThrow(() -> notListed(mesh, name));
            case SelfSelector.ByKey key -> byKey(mesh, node, members, owners, key);
        };
    }

    /**
     * Returns the member with the key. A next-key alone makes this node no member: anyone can
     * publish it. It counts for the member that the state or the name of the key file says.
     */
    private static HostName byKey(
            Mesh mesh,
            NodeContext node,
            List<AcceptedMember> members,
            KeyOwners owners,
            SelfSelector.ByKey by) {
        Optional<HostName> found = byKey(node, members, owners, by, by.key());
        for (HeldKey held : by.held()) {
            found = found.or(() -> byKey(node, members, owners, by, held.publicKey()));
        }
        return found.orElseThrow(() -> noSingleMember(mesh, members, by.key()));
    }

    private static Optional<HostName> byKey(
            NodeContext node,
            List<AcceptedMember> members,
            KeyOwners owners,
            SelfSelector.ByKey by,
            PublicKey key) {
        List<AcceptedMember> current = members.stream().filter(m -> m.key().equals(key)).toList();
        List<AcceptedMember> announced = announcing(members, key);
        Optional<HostName> before = node.state().self();
        return named(before, current)
                .or(() -> named(before, announced))
                .or(() -> owners.of(key, current))
                .or(() -> named(by.keyFile(), announced).filter(_ -> current.isEmpty()));
    }

    private static List<AcceptedMember> announcing(List<AcceptedMember> members, PublicKey key) {
        var wanted = Optional.of(key);
        return members.stream()
                .filter(m -> m.published().metadata().nextKey().equals(wanted))
                .toList();
    }

    private static Optional<HostName> named(Optional<HostName> name, List<AcceptedMember> members) {
        return name.flatMap(wanted ->
                members.stream().map(AcceptedMember::name).filter(wanted::equals).findFirst());
    }

    private static Failure notListed(Mesh mesh, HostName name) {
        boolean mayBeListed =
                mesh.members().stream().anyMatch(member -> member.name().equals(name))
                        || mesh.lists().stream().anyMatch(list -> list.hosts().isFailed());
        return new Failure(
                mayBeListed ? Failure.Kind.UNREADABLE : Failure.Kind.INPUT,
                List.of(
                        new Problem(
                                mesh.name().text(),
                                "has no member " + name + " with a key and an address",
                                "see the members: wg-mesh list " + mesh.name())));
    }

    private static Failure noSingleMember(Mesh mesh, List<AcceptedMember> members, PublicKey key) {
        List<AcceptedMember> current = members.stream().filter(m -> m.key().equals(key)).toList();
        List<AcceptedMember> announced = announcing(members, key);
        String where = mesh.name().text();
        if (!current.isEmpty()) {
            return Failure.unreadable(
                    where,
                    current.size() + " members publish this node's key " + key,
                    "remove the key from all members but one");
        }
        if (!announced.isEmpty()) {
            HostName host = announced.getFirst().name();
            return Failure.unreadable(
                    where,
                    host
                            + " announces this node's key "
                            + key
                            + " as its next-key, and neither the state file nor the key file says"
                            + " that this node is "
                            + host,
                    "if this node is "
                            + host
                            + ", name its key file so: --key "
                            + host
                            + ".next.key");
        }
        var none =
                new Problem(
                        where,
                        "no member has this node's key " + key,
                        "join the mesh: wg-mesh join HOST --public-key " + key);
        // one of the members whose key is unknown may be this node
        Stream<Problem> unknown =
                mesh.members().stream()
                        .flatMap(member -> member.key().failure().stream())
                        .limit(MOST_UNKNOWN);
        return new Failure(
                Failure.Kind.UNREADABLE, Stream.concat(Stream.of(none), unknown).toList());
    }
}
