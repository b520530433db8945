package dev.wgmesh.mesh;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.SortedList;
import java.time.Instant;
import java.util.List;

/**
 * A member list that is so much shorter than before that removals are held back.
 *
 * @param hosts in the list, sorted
 * @param since time of the first such read
 */
public record HeldRemovals(List<HostName> hosts, Instant since) {
    /** Sorts and copies. */
    public HeldRemovals {
        hosts = SortedList.copyOf(hosts);
    }
}
