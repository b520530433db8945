package dev.wgmesh.provider.file;

import dev.wgmesh.files.ConfinedFolder;
import dev.wgmesh.files.FileStamp;
import dev.wgmesh.files.FolderLock;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneLookup;
import dev.wgmesh.zone.ZoneText;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A zone file that a server updates often. An update is a line in a journal beside the file, so it
 * takes the same time in a large zone as in a small one; {@link #fold} writes into the file what
 * the journal has. Every writer of the file folds its journal first, also one that a crash left.
 * The methods are called under {@link #lock}, by one thread at a time.
 */
public final class JournaledZoneFile {
    /** Directives by which records are not lines of this file. */
    private static final Pattern NOT_PLAIN =
            Pattern.compile("\\$(?:INCLUDE|GENERATE)|\\\\#", Pattern.CASE_INSENSITIVE);

    private final Path file;
    private final ConfinedFolder folder;
    private final InstantSource clock;
    private FileStamp stamp = FileStamp.NONE;
    private Optional<String> known = Optional.empty();
    private boolean plain;
    private long journaled;

    /** Creates a zone file that was not read yet. */
    public JournaledZoneFile(Path file, InstantSource clock) {
        this.file = file;
        this.folder = ConfinedFolder.ofParent(file);
        this.clock = clock;
    }

    /**
     * Waits for the lock that every writer of zone files holds.
     *
     * @throws Failure as {@link FolderLock#acquire} does
     */
    public FolderLock lock() {
        return ZoneFileLock.acquire(realFile());
    }

    /**
     * Folds the journal of a zone file, which a server left that ended without folding it.
     *
     * @throws Failure as {@link #fold} does
     */
    public static void foldLeftover(Path file, InstantSource clock) {
        ZoneJournalFold.leftover(file, ConfinedFolder.ofParent(file), Optional.empty(), clock);
    }

    private Path realFile() {
        return folder.realPath(file);
    }

    /**
     * Returns the zone where its file is not as this object left it, after folding its journal.
     *
     * @throws Failure UNREADABLE where the file cannot be read or has errors, as {@link #fold} does
     *     where the journal cannot be folded
     */
    public Optional<ZoneContents> changed() {
        Path real = realFile();
        FileStamp now = FileStamp.of(real, clock.instant());
        if (ZoneJournal.beside(real).size() == journaled
                && (now.isSame(stamp) && stamp.isSettled() || isCurrent())) {
            stamp = now;
            return Optional.empty();
        }
        known = Optional.empty();
        ZoneJournalFold.run(file, folder, Optional.empty(), clock);
        journaled = 0;
        stamp = FileStamp.of(real, clock.instant());
        ZoneText text = ZoneText.read(file.toString(), folder::read, Optional.empty());
        text.requireWhole();
        String only = text.texts().firstEntry().getValue();
        plain =
                text.texts().size() == 1
                        && text.contents().notes().opaque().isEmpty()
                        && !NOT_PLAIN.matcher(only).find();
        known = Optional.of(only);
        return Optional.of(text.contents());
    }

    /** Returns whether the file has the octets that this object has read or written. */
    public boolean isCurrent() {
        return known.filter(text -> folder.holds(file.toString(), text)).isPresent();
    }

    /**
     * Returns whether updates can be journaled: each record of the zone is in a line of this file
     * that an edit can change, so folding will not be refused.
     */
    public boolean takesUpdates() {
        return plain;
    }

    /** Returns whether the journal has updates of this object that the file lacks. */
    public boolean isPending() {
        return journaled > 0;
    }

    /**
     * Adds an update to the journal, on the disk when this returns.
     *
     * @param before the zone before the update, as of the last {@link #changed} and the updates
     *     since then
     * @param serial of the zone after the update
     * @throws Failure REFUSED where the change would make a DNSSEC record of the file invalid, or
     *     another server has a journal of the file; UNREADABLE where the journal cannot be written
     */
    public void update(ZoneLookup before, ZonePlan plan, long serial) {
        FileSignatures.requireNone(before, plan);
        Path real = realFile();
        BindJournal.requireNone(before, List.of(file, real));
        ZoneJournal journal = ZoneJournal.beside(real);
        try {
            if (journaled == 0) {
                journal.file(ZoneFileDigest.of(known.orElseThrow()));
            }
            journal.update(serial, plan.changes());
            journaled = journal.size();
        } catch (Failure failure) {
            known = Optional.empty(); // The journal may end with a part of a line: read again.
            throw failure;
        }
    }

    /**
     * Writes what the journal has into the file, and removes the journal.
     *
     * @return whether the zone in the file is the one of the updates; false: another writer changed
     *     the file meanwhile, whose other RRsets were kept
     * @throws Failure UNREADABLE where the file cannot be written or has errors, REFUSED where it
     *     cannot be edited; the journal is kept
     */
    public boolean fold() {
        plain = false; // Where folding fails, each update is an edit, which says why it fails.
        known = ZoneJournalFold.run(file, folder, Optional.empty(), clock);
        plain = known.isPresent();
        journaled = 0;
        stamp = FileStamp.NONE;
        return known.isPresent();
    }
}
