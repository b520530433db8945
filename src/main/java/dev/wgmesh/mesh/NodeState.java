package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a node remembers of a mesh between two passes: the value that the state file keeps.
 *
 * @param self the member that this node was; empty before the first pass
 * @param members the last good mesh as it was accepted, this node too; sorted by name
 * @param ours what we made, and so may take away
 * @param policies of the mesh's list and its sub-lists, as last read; sorted by list
 * @param surroundings my own addresses outside the mesh when last there were any, sorted
 * @param shortList the list that the removal guard is waiting for; empty: none is held back
 */
public record NodeState(
        Optional<HostName> self,
        List<KnownMember> members,
        OwnedState ours,
        List<KnownPolicy> policies,
        List<IpAddress> surroundings,
        Optional<HeldRemovals> shortList) {
    /** A node that remembers nothing: its first pass, or its state was lost. */
    public static final NodeState EMPTY =
            new NodeState(
                    Optional.empty(),
                    List.of(),
                    OwnedState.NOTHING,
                    List.of(),
                    List.of(),
                    Optional.empty());

    /** Sorts and copies. */
    public NodeState {
        members = members.stream().sorted((a, b) -> a.name().compareTo(b.name())).toList();
        policies = policies.stream().sorted((a, b) -> a.list().compareTo(b.list())).toList();
        surroundings = surroundings.stream().distinct().sorted().toList();
    }

    /** What is remembered of a member; empty for one never accepted. */
    public Optional<KnownMember> member(HostName name) {
        return members.stream().filter(m -> m.name().equals(name)).findFirst();
    }

    /** The keys of all remembered members but this node. */
    public Stream<PublicKey> peerKeys() {
        return members.stream()
                .filter(m -> !self.equals(Optional.of(m.name())))
                .map(KnownMember::key);
    }
}
