package dev.wgmesh.mesh;

import dev.wgmesh.model.Mesh;
import dev.wgmesh.problem.Problem;
import java.util.List;
import java.util.Optional;

/**
 * Who counts as a member in this pass.
 *
 * @param peers every other member, sorted by name; those too whose removal is held back
 * @param gone remembered members that are listed no more, whose peers go
 * @param heldBack as {@code gone}, but the guard keeps their peers
 * @param keyless a list failed, or neither DNS nor memory gives the key of a listed member: any
 *     peer may be one
 * @param shortList what the removal guard waits for
 */
record AcceptedMembers(
        AcceptedMember self,
        List<AcceptedMember> peers,
        List<KnownMember> gone,
        List<KnownMember> heldBack,
        boolean keyless,
        Optional<HeldRemovals> shortList,
        List<Problem> problems) {
    /** Copies. */
    AcceptedMembers {
        peers = peers.stream().sorted((a, b) -> a.name().compareTo(b.name())).toList();
        gone = List.copyOf(gone);
        heldBack = List.copyOf(heldBack);
        problems = List.copyOf(problems);
    }

    /**
     * The members that count.
     *
     * @throws dev.wgmesh.problem.Failure UNREADABLE where the list failed, is empty or lacks me
     */
    static AcceptedMembers of(Mesh mesh, NodeContext node) {
        return new Membership(mesh, node).roster();
    }
}
