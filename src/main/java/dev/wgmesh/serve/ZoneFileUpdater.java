package dev.wgmesh.serve;

import dev.wgmesh.files.FolderLock;
import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.file.JournaledZoneFile;
import dev.wgmesh.provider.file.ZoneFileProvider;
import dev.wgmesh.zone.Serial;
import dev.wgmesh.zone.ZoneContents;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.xbill.DNS.Rcode;

/**
 * Applies updates to the zone files, with the editor and the lock that every writer of zone files
 * uses. An update is applied completely or not at all; its prerequisites are checked against the
 * file, not against the zone as served. It is in a journal on the disk when it is answered, and in
 * the file when no update came for a moment, at the latest after {@link #MAX_POLLS} polls.
 */
final class ZoneFileUpdater implements ZoneUpdater {
    /** Tries before an update is given up because other writers changed the file each time. */
    private static final int TRIES = 100;

    /** Polls after which a journal is folded though updates keep coming, or folding failed. */
    private static final int MAX_POLLS = 50;

    private final ZoneWatch zones;
    private final InstantSource clock;
    private final Consumer<String> log;
    private final ReentrantLock one = new ReentrantLock();
    private final Map<String, UpdatedFile> files = new HashMap<>();

    ZoneFileUpdater(ZoneWatch zones, InstantSource clock, Consumer<String> log) {
        this.zones = zones;
        this.clock = clock;
        this.log = log;
    }

    @Override
    public UpdateResult apply(ServedZone zone, UpdateRequest request, String purpose)
            throws RcodeException {
        one.lock();
        try {
            UpdatedFile file =
                    files.computeIfAbsent(zone.source(), path -> new UpdatedFile(Path.of(path)));
            Optional<UpdateResult> journaled = file.journaled(request, purpose);
            return journaled.isPresent() ? journaled.get() : edited(zone, request, purpose);
        } catch (Failure failure) {
            throw new RcodeException(Rcode.SERVFAIL, failure.problems().getFirst().toString());
        } finally {
            one.unlock();
        }
    }

    /** Applies an update by an edit of the file. */
    private UpdateResult edited(ServedZone zone, UpdateRequest request, String purpose)
            throws RcodeException {
        ZoneProvider place =
                ZoneFileProvider.open(Path.of(zone.source()), Optional.empty(), clock, List.of());
        for (int tries = 0; tries < TRIES; tries++) {
            ZoneProvider.Reading reading = place.read(List.of());
            ServedZone before = ServedZone.of(reading.zone());
            Prerequisites.require(before, request);
            List<RRsetChange> changes = UpdatedZone.changes(before, request.updates());
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

    /** Polls the folder of the zones, and folds journals that are due. */
    void poll() {
        one.lock();
        try {
            zones.poll(this::isServed);
            files.values().forEach(UpdatedFile::foldIfDue);
        } finally {
            one.unlock();
        }
    }

    private boolean isServed(Path path) {
        UpdatedFile file = files.get(path.toString());
        return file != null && file.isServed();
    }

    /** Folds every journal. */
    void foldAll() {
        one.lock();
        try {
            files.values().forEach(UpdatedFile::fold);
        } finally {
            one.unlock();
        }
    }

    /** A zone file that was updated, and its zone after the last update. */
    private final class UpdatedFile {
        private final JournaledZoneFile file;
        private Optional<ServedZone> zone = Optional.empty();
        private boolean touched;
        private boolean failed;
        private int polls;

        UpdatedFile(Path path) {
            this.file = new JournaledZoneFile(path, clock);
        }

        /** Applies an update by a line in the journal; empty: the file must be edited. */
        private Optional<UpdateResult> journaled(UpdateRequest request, String purpose)
                throws RcodeException {
            try (FolderLock _ = file.lock()) {
                Optional<ZoneContents> changed = file.changed();
                if (changed.isPresent()) {
                    zone = changed.map(ServedZone::of);
                }
                ServedZone before = zone.orElseThrow();
                if (!file.takesUpdates()
                        || !before.hasOneSoa()
                        || !before.apex().equals(request.zone())) {
                    return Optional.empty();
                }
                if (changed.isPresent()) {
                    zones.serve(before);
                }
                Prerequisites.require(before, request);
                List<RRsetChange> changes = UpdatedZone.changes(before, request.updates());
                long serial = before.soa().getSerial();
                if (!changes.isEmpty()) {
                    serial =
                            Serial.next(
                                    serial, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
                    var plan = new ZonePlan(request.zone(), purpose, List.of(), changes);
                    file.update(before, plan, serial);
                    ServedZone after = before.with(changes).withSerial(serial);
                    zone = Optional.of(after);
                    zones.serve(after);
                    touched = true;
                }
                return Optional.of(new UpdateResult(serial, changes.size()));
            }
        }

        /** Returns whether the zone of the updates is served, and its file as they left it. */
        private boolean isServed() {
            return zone.isPresent()
                    && zones.get().zone(zone.get().apex()).filter(zone.get()::equals).isPresent()
                    && file.isCurrent();
        }

        private void foldIfDue() {
            if (file.isPending()) {
                polls++;
                if (polls > MAX_POLLS || !touched && !failed) {
                    fold();
                }
                touched = false;
            }
        }

        private void fold() {
            if (!file.isPending()) {
                return;
            }
            polls = 0;
            failed = false;
            try (FolderLock _ = file.lock()) {
                file.fold();
            } catch (Failure failure) {
                failed = true;
                log.accept("the updates stay in the journal: " + failure.problems().getFirst());
            }
        }
    }
}
