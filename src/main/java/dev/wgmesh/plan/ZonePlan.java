package dev.wgmesh.plan;

import java.util.List;
import org.xbill.DNS.Name;

/**
 * What is to change in one zone, and what it was decided on.
 *
 * @param zone the apex
 * @param purpose a line for a person and for a log: {@code join node-d.example.com}
 * @param conditions that the place which hosts the zone checks when it commits
 * @param changes sorted by owner and type; empty: nothing to do
 */
public record ZonePlan(
        Name zone, String purpose, List<Condition> conditions, List<RRsetChange> changes) {
    /** Sorts and copies. */
    public ZonePlan {
        conditions = List.copyOf(conditions);
        changes = changes.stream().sorted((a, b) -> a.question().compareTo(b.question())).toList();
    }

    /** Returns whether there is nothing to do. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }
}
