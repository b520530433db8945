package dev.wgmesh.provider.file;

import dev.wgmesh.files.ConfinedFolder;
import dev.wgmesh.files.FolderLock;
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
        ZoneJournal.Missing missing = journal.missing(ZoneFileDigest.of(text));
        if (missing.serial().isPresent()) {
            SequencedMap<String, String> texts =
                    edited(now, missing.rrsets(), missing.serial().get(), clock);
            text = Optional.ofNullable(texts.get(now.file())).orElse(text);
            journal.file(ZoneFileDigest.of(text));
            ZoneFileProvider.write(texts, now.texts());
        }
        journal.delete();
        return missing.isExpected() ? Optional.of(text) : Optional.empty();
    }

    /**
     * Returns the texts after the updates. An edit keeps the TTL of an RRset, so one that was
     * removed and added again with another TTL is removed first.
     */
    private static SequencedMap<String, String> edited(
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
            texts.putAll(ZoneEdit.of(now, removed, today).texts());
            base =
                    ZoneText.read(
                            now.file(),
                            name ->
                                    Optional.ofNullable(texts.get(name))
                                            .or(() -> Optional.ofNullable(now.texts().get(name)))
                                            .orElseThrow(),
                            now.origin());
        }
        long present = now.contents().soaRecord().map(SOARecord::getSerial).orElse(0L);
        long next = Serial.isAfter(serial, present) ? serial : Serial.next(present, today);
        ZoneEdit.withSerial(base, wanted, next).texts().forEach(texts::putLast);
        return texts;
    }
}
