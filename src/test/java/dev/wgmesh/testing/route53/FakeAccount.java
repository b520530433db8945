package dev.wgmesh.testing.route53;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An AWS account: zones, changes and recent calls. */
final class FakeAccount {
    /** Requests in any second at the most. */
    private static final int RATE = 5;

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** A change that was applied. */
    record Applied(String id, Instant at, String comment) {}

    private final InstantSource clock;
    private final Map<String, FakeHostedZone> zones = new TreeMap<>();
    private final List<Applied> changes = new ArrayList<>();
    private final Deque<Instant> calls = new ArrayDeque<>();

    FakeAccount(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void add(FakeHostedZone zone) {
        zones.put(zone.id(), zone);
    }

    /** Its zones, by ID. */
    synchronized List<FakeHostedZone> zones() {
        return List.copyOf(zones.values());
    }

    /** Its zones in the order of ListHostedZonesByName: by the labels of their names, then ID. */
    List<FakeHostedZone> byName() {
        return zones().stream()
                .sorted(
                        Comparator.comparing((FakeHostedZone z) -> RecordSet.reversed(z.name()))
                                .thenComparing(FakeHostedZone::id))
                .toList();
    }

    synchronized FakeHostedZone zone(String id) throws ApiError {
        FakeHostedZone zone = zones.get(id);
        if (zone == null) {
            throw new ApiError(404, "NoSuchHostedZone", "No hosted zone found with ID: " + id);
        }
        return zone;
    }

    synchronized Applied applied(String comment) {
        var change = new Applied("C" + (changes.size() + 1), clock.instant(), comment);
        changes.add(change);
        return change;
    }

    synchronized List<Applied> changes() {
        return List.copyOf(changes);
    }

    synchronized Applied change(String id) throws ApiError {
        return changes.stream()
                .filter(change -> change.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new ApiError(
                                404, "NoSuchChange", "Could not find resource with ID: " + id));
    }

    /** Turns away a call that is one too many in a second. */
    synchronized void requireTurn() throws ApiError {
        Instant now = clock.instant();
        calls.removeIf(call -> !call.isAfter(now.minus(SECOND)));
        if (calls.size() >= RATE) {
            throw new ApiError(400, "Throttling", "Rate exceeded");
        }
        calls.addLast(now);
    }
}
