package dev.wgmesh.provision;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a leave waits until no cache holds the list that named the host.
 *
 * @param earlier receipts of joins and leaves of the host by earlier commands, in any order
 * @param waits whether the command waits; false: it ends, and a later leave finishes
 */
public record CacheWait(InstantSource clock, List<Receipt> earlier, boolean waits) {
    /** Waits, and knows nothing of earlier commands. */
    static final CacheWait FULL = new CacheWait(() -> Instant.EPOCH, List.of(), true);

    public CacheWait {
        earlier = List.copyOf(earlier);
    }

    /**
     * Returns how long caches may still hold a list of the mesh that named the host: the rest of
     * the TTL since the last commit that removed its entry; all of it where no receipt says when
     * that was, or the host joined again since.
     *
     * @param ttl of the list now
     */
    Duration remaining(Mesh mesh, HostName host, Duration ttl) {
        Optional<Receipt> last =
                earlier.stream()
                        .filter(receipt -> ListEntries.changes(receipt, host))
                        .max(Comparator.comparing(Receipt::time));
        Optional<RRset> left =
                last.flatMap(receipt -> ListEntries.removedFrom(receipt, host))
                        .filter(list -> isOf(mesh, list));
        if (left.isEmpty()) {
            return ttl;
        }
        Duration length = Duration.ofSeconds(left.get().ttl());
        Duration rest = Duration.between(clock.instant(), last.orElseThrow().time().plus(length));
        if (rest.isNegative()) {
            return Duration.ZERO;
        }
        return rest.compareTo(length) > 0 ? length : rest;
    }

    /** Returns whether an earlier command added the host to a list, or removed it. */
    boolean knows(HostName host) {
        return earlier.stream().anyMatch(receipt -> ListEntries.changes(receipt, host));
    }

    private static boolean isOf(Mesh mesh, RRset list) {
        return mesh.lists().stream()
                .anyMatch(known -> Question.name(known.name()).equals(list.question().owner()));
    }
}
