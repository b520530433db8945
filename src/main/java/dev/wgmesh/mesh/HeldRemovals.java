package dev.wgmesh.mesh;

import dev.wgmesh.model.HostName;
import java.time.Instant;
import java.util.List;

/**
 * A list of members so much shorter than before that removals were held back.
 *
 * @param hosts it names, sorted
 * @param since when it was first read so
 */
public record HeldRemovals(List<HostName> hosts, Instant since) {
    /** Sorts and copies. */
    public HeldRemovals {
        hosts = hosts.stream().distinct().sorted().toList();
    }
}
