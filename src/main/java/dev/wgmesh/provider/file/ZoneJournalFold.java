package dev.wgmesh.provider.file;

import dev.wgmesh.files.ConfinedFolder;
import dev.wgmesh.files.FolderLock;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.Serial;
import dev.wgmesh.zone.ZoneEdit;
import dev.wgmesh.zone.ZoneText;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/** Writes the updates of a journal into the zone file. */
final class ZoneJournalFold {
    /** Tries to read a file and its journal while a server writes them. */
    private static final int TRIES = 20;

    private ZoneJournalFold() {}

    /**
     * Folds the journal that another process left, if there is one, under the lock.
     *
     * @throws dev.wgmesh.problem.Failure as {@link #run} does
     */
    static void leftover(
            Path file, ConfinedFolder folder, Optional<Name> origin, InstantSource clock) {
        Path real = folder.realPath(file);
        if (ZoneJournal.beside(real).exists()) {
            try (FolderLock _ = ZoneFileLock.acquire(real)) {
                run(file, folder, origin, clock);
            }
        }
    }

    /**
     * Returns the zone with the updates of its journal, as {@link #run} would write it; nothing is
     * written. Empty: there is no journal.
     *
     * @throws dev.wgmesh.problem.Failure where the file or the journal cannot be read, or the
     *     updates cannot be folded
     */
    static Optional<ZoneText> zone(
            Path file, ConfinedFolder folder, Optional<Name> origin, InstantSource clock) {
        ZoneJournal journal = ZoneJournal.beside(folder.realPath(file));
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<String> before = journal.text();
            if (before.isEmpty()) {
                return Optional.empty();
            }
            ZoneText now = ZoneText.read(file.toString(), folder::read, origin);
            if (journal.text().equals(before)) {
                now.requireWhole();
                ZoneJournal.Missing missing = journal.missing(before.get(), digest(now));
                return Optional.of(
                        missing.serial()
                                .map(serial -> edit(now, missing.rrsets(), serial, clock).zone())
                                .orElse(now));
            }
        }
        throw Failure.unreadable(
                file.toString(), "is changed by a server during every read", "run it again");
    }

    private static String digest(ZoneText zone) {
        return ZoneFileDigest.of(Optional.ofNullable(zone.texts().get(zone.file())).orElseThrow());
    }

    /**
     * Writes the updates into the file as one edit, and removes the journal; the lock is held. The
     * digest of the new file is noted before it takes its place, so that nothing is written twice
     * after a crash.
     *
     * @return the text of the file if it was as its journal expects; empty: there is no journal, or
     *     another writer changed the file
     * @throws dev.wgmesh.problem.Failure where the file cannot be read, edited or written; the
     *     journal is kept
     */
    static Optional<String> run(
            Path file, ConfinedFolder folder, Optional<Name> origin, InstantSource clock) {
        ZoneJournal journal = ZoneJournal.beside(folder.realPath(file));
        if (!journal.exists()) {
            return Optional.empty();
        }
        ZoneText now = ZoneText.read(file.toString(), folder::read, origin);
        now.requireWhole();
        String text = Optional.ofNullable(now.texts().get(now.file())).orElseThrow();
        ZoneJournal.Missing missing =
                journal.missing(journal.text().orElseThrow(), ZoneFileDigest.of(text));
        if (missing.serial().isPresent()) {
            SequencedMap<String, String> texts =
                    edit(now, missing.rrsets(), missing.serial().get(), clock).texts();
            text = Optional.ofNullable(texts.get(now.file())).orElse(text);
            journal.file(ZoneFileDigest.of(text));
            if (!ZoneFileProvider.write(texts, now.texts(), folder::holds)) {
                throw Failure.refused(
                        file.toString(),
                        "changed while the updates of its journal were written into it",
                        "run it again");
            }
        }
        journal.delete();
        return missing.isExpected() ? Optional.of(text) : Optional.empty();
    }

    /**
     * Returns the edit that the updates are. An edit keeps the TTL of an RRset, so one that was
     * removed and added again with another TTL is removed first.
     */
    private static ZoneEdit edit(
            ZoneText now,
            SortedMap<Question, List<Record>> wanted,
            long serial,
            InstantSource clock) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var removed = new TreeMap<Question, List<Record>>();
        wanted.forEach((question, records) -> {
            Optional<Long> ttl = now.contents().rrset(question).map(RRset::ttl);
            if (!records.isEmpty()
                    && ttl.filter(t -> t != records.getFirst().getTTL()).isPresent()) {
                removed.put(question, List.of());
            }
        });
        ZoneText base = now;
        var texts = new LinkedHashMap<String, String>();
        if (!removed.isEmpty()) {
            ZoneEdit first = ZoneEdit.of(now, removed, today);
            texts.putAll(first.texts());
            base = first.zone();
        }
        long present = now.contents().soaRecord().map(SOARecord::getSerial).orElse(0L);
        long next = Serial.isAfter(serial, present) ? serial : Serial.next(present, today);
        ZoneEdit edit = ZoneEdit.withSerial(base, wanted, next);
        edit.texts().forEach(texts::putLast);
        return new ZoneEdit(texts, edit.zone(), next);
    }
}
