package dev.wgmesh.mesh;

import dev.wgmesh.model.HostName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The guard against removing many members at once. */
public final class RemovalGuard {
    /** Part of the known members that may be removed at once. */
    private static final int PERCENT = 30;

    private RemovalGuard() {}

    /**
     * Returns whether a node holds back the removal of that many members at once by default.
     *
     * @param known number of its members with peers
     */
    public static boolean isTooMany(int known, int absent) {
        return absent > 1 && absent * 100L > known * (long) PERCENT;
    }

    /** Returns the list to wait for if removals are held back; empty: removals may proceed. */
    static Optional<HeldRemovals> check(
            NodeContext node, Collection<HostName> listed, int known, int absent) {
        if (node.savedMesh()) {
            return node.state().heldRemovals(); // a saved list is no new reading
        }
        Optional<Integer> most = node.options().maxRemove();
        boolean tooMany = most.map(n -> absent > n).orElseGet(() -> isTooMany(known, absent));
        if (!tooMany) {
            return Optional.empty();
        }
        var now = new HeldRemovals(List.copyOf(listed), node.now());
        HeldRemovals waiting =
                node.state()
                        .heldRemovals()
                        .filter(held -> held.hosts().equals(now.hosts()))
                        .filter(held -> GuardDelay.hasBegun(held.since(), node.now()))
                        .orElse(now);
        boolean waited = GuardDelay.isOver(waiting.since(), node.now());
        return most.isEmpty() && waited ? Optional.empty() : Optional.of(waiting);
    }
}
