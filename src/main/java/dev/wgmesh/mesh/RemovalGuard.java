package dev.wgmesh.mesh;

import dev.wgmesh.model.HostName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether members that are listed no more may be removed at once. */
public final class RemovalGuard {
    /** Of the members known, more than this many gone at once are held back. */
    private static final int PERCENT = 30;

    private static final Duration PATIENCE = Duration.ofHours(1);

    private RemovalGuard() {}

    /**
     * Whether a node holds back the removal of that many members at once, unless it was told.
     *
     * @param known members that it has as peers
     */
    public static boolean isTooMany(int known, int gone) {
        return gone > 1 && gone * 100L > known * (long) PERCENT;
    }

    /** The list to wait for if removals are held back; empty: they may go on. */
    static Optional<HeldRemovals> judge(
            NodeContext node, List<HostName> listed, int known, int gone) {
        Optional<Integer> most = node.options().maxRemove();
        boolean tooMany = most.map(n -> gone > n).orElseGet(() -> isTooMany(known, gone));
        if (!tooMany) {
            return Optional.empty();
        }
        var now = new HeldRemovals(listed, node.now());
        HeldRemovals waiting =
                node.state().shortList().filter(s -> s.hosts().equals(now.hosts())).orElse(now);
        boolean waited = Duration.between(waiting.since(), node.now()).compareTo(PATIENCE) >= 0;
        return most.isEmpty() && waited ? Optional.empty() : Optional.of(waiting);
    }
}
