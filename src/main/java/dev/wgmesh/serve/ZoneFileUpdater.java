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
 * Applies updates to the zone files, with the editor and the lock that every writer of zone files
 * uses. An update is applied completely or not at all; its prerequisites are checked against the
 * file, not against the zone as served.
 */
final class ZoneFileUpdater implements ZoneUpdater {
    /** Tries before an update is given up because other writers changed the file each time. */
    private static final int TRIES = 100;

    private final ZoneWatch zones;
    private final InstantSource clock;
    private final ReentrantLock one = new ReentrantLock();

    ZoneFileUpdater(ZoneWatch zones, InstantSource clock) {
        this.zones = zones;
        this.clock = clock;
    }

    @Override
    public UpdateResult apply(ZoneContents zone, UpdateRequest request, String purpose)
            throws RcodeException {
        one.lock();
        try {
            return applied(zone, request, purpose);
        } catch (Failure failure) {
            throw new RcodeException(Rcode.SERVFAIL, failure.problems().getFirst().toString());
        } finally {
            one.unlock();
        }
    }

    private UpdateResult applied(ZoneContents zone, UpdateRequest request, String purpose)
            throws RcodeException {
        ZoneProvider place =
                ZoneFileProvider.open(Path.of(zone.source()), Optional.empty(), clock, List.of());
        for (int tries = 0; tries < TRIES; tries++) {
            ZoneProvider.Reading reading = place.read(List.of());
            Prerequisites.require(reading.zone(), request);
            List<RRsetChange> changes = UpdatedZone.changes(reading.zone(), request.updates());
            var plan = new ZonePlan(request.zone(), purpose, List.of(), changes);
            if (place.commit(reading, plan) instanceof ZoneProvider.Outcome.Committed committed) {
                zones.refresh(zone);
                return new UpdateResult(committed.receipt().serial(), changes.size());
            }
        }
        throw new RcodeException(
                Rcode.SERVFAIL,
                zone.source() + " was changed by other writers " + TRIES + " times in a row");
    }
}
