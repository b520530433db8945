package dev.wgmesh.provider.file;

import dev.wgmesh.files.ConfinedFolder;
import dev.wgmesh.files.FileReplacement;
import dev.wgmesh.files.FileStamp;
import dev.wgmesh.files.FolderLock;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.PlanCheck;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.TextSource;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneEdit;
import dev.wgmesh.zone.ZoneText;
import dev.wgmesh.zone.ZoneTextCache;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.xbill.DNS.Name;

/**
 * A zone in a file and the files that it includes, all below the file's folder.
 *
 * <p>A commit holds the folder's lock, reads again, and writes only if every file is what it was.
 * All new texts are on the disk beside their files before the first takes its place, so that a full
 * disk changes nothing. Then the included files take their places and the file with the SOA comes
 * last: each file is whole at any moment, so whatever a crash leaves can be loaded, and the serial
 * has not risen unless all the rest was done.
 */
public final class ZoneFileProvider implements ZoneProvider {
    private final Path file;
    private final Optional<Name> origin;
    private final InstantSource clock;
    private final List<ZoneFileCommand> commands;
    private final ZoneTextCache known;
    private final ConfinedFolder folder;

    private ZoneFileProvider(
            Path file,
            Optional<Name> origin,
            InstantSource clock,
            List<ZoneFileCommand> commands,
            ZoneTextCache known) {
        this.known = known;
        this.file = file;
        this.origin = origin;
        this.clock = clock;
        this.commands = List.copyOf(commands);
        this.folder = ConfinedFolder.ofParent(file);
    }

    /**
     * Opens a zone file; it and what it includes are edited, each line in the file that holds it.
     *
     * @param zone its origin before the first {@code $ORIGIN}; empty: the name of the file ({@code
     *     example.com.zone})
     * @param commands run in this order after the file was written, each only if the one before it
     *     succeeded; empty: a file with DNSSEC signatures is not changed
     */
    public static ZoneProvider open(
            Path file, Optional<Name> zone, InstantSource clock, List<ZoneFileCommand> commands) {
        return open(file, zone, clock, commands, new ZoneTextCache());
    }

    /**
     * Opens a zone file as {@link #open(Path, Optional, InstantSource, List)} does.
     *
     * @param known what was read before, and is not parsed again where it is the same
     */
    public static ZoneProvider open(
            Path file,
            Optional<Name> zone,
            InstantSource clock,
            List<ZoneFileCommand> commands,
            ZoneTextCache known) {
        return new ZoneFileProvider(file, zone, clock, commands, known);
    }

    /**
     * A reading of the files.
     *
     * @param text the zone, and the texts that a commit compares with the files
     */
    private record FileReading(ZoneText text) implements Reading {
        @Override
        public ZoneContents zone() {
            return text.contents();
        }

        /** Returns a digest of the texts, computed at each call. */
        @Override
        public String version() {
            return ZoneFileDigest.of(text.texts());
        }

        boolean hasTextsOf(ZoneText other) {
            return text.texts().equals(other.texts());
        }
    }

    @Override
    public Reading read(Collection<Question> wanted) {
        ZoneText text = ZoneJournalFold.zone(file, folder, origin, clock).orElseGet(this::text);
        text.requireWhole();
        return new FileReading(text);
    }

    @Override
    public Outcome commit(Reading basis, ZonePlan plan) {
        PlanCheck.requireApplicable(basis.zone(), description(), plan);
        if (plan.isEmpty()) {
            return committed(basis, plan);
        }
        BindJournal.requireNoUpdates(basis.zone(), !commands.isEmpty(), List.of(file, realPath()));
        try (FolderLock _ = ZoneFileLock.acquire(realPath())) {
            return commitLocked(basis, plan);
        }
    }

    private Outcome commitLocked(Reading basis, ZonePlan plan) {
        ZoneJournalFold.run(file, folder, origin, clock);
        return committed(basis, plan);
    }

    private Outcome committed(Reading basis, ZonePlan plan) {
        ZoneText now = text();
        if (!(basis instanceof FileReading read && read.hasTextsOf(now))) {
            return changed();
        }
        Optional<Problem> stale = PlanCheck.staleness(now.contents(), plan);
        if (stale.isPresent()) {
            return new Outcome.Stale(stale.get());
        }
        if (commands.isEmpty()) {
            FileSignatures.requireNone(now.contents(), plan);
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        ZoneEdit edit = ZoneEdit.of(now, PlanCheck.desiredRecords(plan), today);
        requireOneName(edit.texts().keySet(), now.texts().keySet());
        new SharedInclusions(file, folder).requireNone(now, edit);
        if (!write(edit.texts(), now.texts(), folder::holds)) {
            return changed();
        }
        known.put(description(), origin, edit.zone());
        return new Outcome.Committed(
                new Receipt(plan, description(), edit.serial(), clock.instant(), Optional.empty()));
    }

    private Outcome changed() {
        return new Outcome.Stale(
                new Problem(
                        description(), "changed since it was read", "run the same command again"));
    }

    /**
     * Throws where a file that changes is included under another name too, through a symbolic link:
     * the file gets one of the two texts, and what is changed in the other one only would be lost.
     */
    private void requireOneName(Set<String> changed, Set<String> files) {
        var names = new HashMap<Path, String>();
        for (String name : files) {
            String other = names.put(folder.realPath(Path.of(name)), name);
            if (other != null && (changed.contains(name) || changed.contains(other))) {
                throw Failure.refused(
                        name,
                        "is the same file as "
                                + other
                                + ", is included too, and would have to change",
                        "include the file once, or edit it by hand");
            }
        }
    }

    /** Runs the commands: the one that signs the file, and the one that makes a server load it. */
    @Override
    public void awaitVisible(Receipt receipt, Consumer<String> progress) {
        if (!receipt.plan().isEmpty()) {
            for (ZoneFileCommand command : commands) {
                progress.accept("runs " + command);
                command.run(description());
            }
        }
    }

    @Override
    public String description() {
        return file.toString();
    }

    private ZoneText text() {
        return known.read(description(), TextSource.of(folder::read, folder::holds), origin);
    }

    /**
     * Writes all of the texts or, where one cannot take its place, what was there before. The lock
     * excludes no editor, and editing a large zone and writing it to the disk takes seconds: right
     * before the first text takes its place, each file is compared with what was edited, and right
     * before each does, what the file system says of its file.
     *
     * @param holds returns whether a file still has a text
     * @return false, and nothing is written: a file changed
     */
    static boolean write(
            SequencedMap<String, String> next,
            Map<String, String> before,
            BiPredicate<String, String> holds) {
        var prepared = new ArrayList<FileReplacement>();
        var done = new ArrayList<String>();
        try {
            next.forEach(
                    (name, text) -> prepared.add(FileReplacement.of(Path.of(name), octets(text))));
            var stamps = new HashMap<String, FileStamp>();
            before.keySet().forEach(name -> stamps.put(name, stamp(name)));
            if (!before.entrySet().stream().allMatch(f -> holds.test(f.getKey(), f.getValue()))) {
                return false;
            }
            for (String name : next.sequencedKeySet()) {
                if (!stamp(name).equals(stamps.get(name))) {
                    restore(done, before);
                    return false;
                }
                prepared.get(done.size()).commit();
                done.add(name);
            }
            return true;
        } catch (Failure failure) {
            restore(done, before);
            throw failure;
        } finally {
            prepared.forEach(FileReplacement::close);
        }
    }

    private static FileStamp stamp(String name) {
        return FileStamp.of(Path.of(name), Instant.EPOCH);
    }

    private static void restore(List<String> done, Map<String, String> before) {
        for (String name : done) {
            try (var old =
                    FileReplacement.of(
                            Path.of(name),
                            octets(Optional.ofNullable(before.get(name)).orElseThrow()))) {
                old.commit();
            }
        }
    }

    private static byte[] octets(String text) {
        return ZoneFileDigest.octets(text);
    }

    private Path realPath() {
        return folder.realPath(file);
    }
}
