package dev.wgmesh.serve;

import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.file.ZoneFileProvider;
import dev.wgmesh.zone.ZoneContents;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.xbill.DNS.Rcode;

/**
 * Updates of the files that zones are served from, by the same editor and under the same lock as
 * every other writer of a zone file: all of an update or nothing of it, decided on the file as it
 * is, not as it is served.
 */
final class FileUpdates implements Updates {
    /** Writers of the file that may be faster, one after the other, before it is given up. */
    private static final int TRIES = 100;

    private final ZoneWatch zones;
    private final InstantSource clock;
    private final ReentrantLock one = new ReentrantLock();

    FileUpdates(ZoneWatch zones, InstantSource clock) {
        this.zones = zones;
        this.clock = clock;
    }

    @Override
    public Done take(ZoneContents zone, UpdateRequest request, String purpose) throws Refusal {
        one.lock();
        try {
            return taken(zone, request, purpose);
        } catch (Failure failure) {
            throw new Refusal(Rcode.SERVFAIL, failure.problems().getFirst().toString());
        } finally {
            one.unlock();
        }
    }

    private Done taken(ZoneContents zone, UpdateRequest request, String purpose) throws Refusal {
        ZoneProvider place =
                ZoneFileProvider.open(
                        Path.of(zone.source()), Optional.empty(), clock, Optional.empty());
        for (int tries = 0; tries < TRIES; tries++) {
            ZoneProvider.Reading reading = place.read(List.of());
            Prerequisites.require(reading.zone(), request);
            List<RRsetChange> changes = UpdatedZone.changes(reading.zone(), request.updates());
            var plan = new ZonePlan(request.zone(), purpose, List.of(), changes);
            if (place.commit(reading, plan) instanceof ZoneProvider.Outcome.Committed committed) {
                zones.refresh(zone);
                return new Done(committed.receipt().serial(), changes.size());
            }
        }
        throw new Refusal(Rcode.SERVFAIL, zone.source() + " changes all the time");
    }
}
