package dev.wgmesh.dns;

import dev.wgmesh.files.ConfinedFolder;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.AnswerCache;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TextSource;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneText;
import dev.wgmesh.zone.ZoneTextCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xbill.DNS.Name;

/**
 * All zones of a folder, as they were when it was opened. A question about a name in no zone is
 * Failed. Zone files are the files whose names end with {@code .zone}.
 */
public final class ZoneFolder implements DnsSource {
    private final ConfinedFolder folder;
    private final SortedMap<Name, Path> files;
    private final DnsSnapshot snapshot;

    private ZoneFolder(
            ConfinedFolder folder, SortedMap<Name, Path> files, List<ZoneContents> zones) {
        this.folder = folder;
        this.files = Collections.unmodifiableSortedMap(files);
        this.snapshot =
                new DnsSnapshot(zones, Map.of(), Optional.of("not in " + folder.displayName()));
    }

    /**
     * Reads every zone file of a folder. A syntax error is a finding of its zone.
     *
     * @throws Failure UNREADABLE with every file that cannot be opened; INPUT when two files hold
     *     the same zone, or the zone of a file is unknown
     */
    public static ZoneFolder open(Path path) {
        return open(path, List.of(), new ZoneTextCache());
    }

    /**
     * Reads every zone file of a folder and, for each zone in {@code asked} without a zone file,
     * the file named like the zone ({@code example.com}), if it exists.
     *
     * @param known what was read before, and is not parsed again where it is the same
     * @throws Failure as {@link #open(Path)} does
     */
    public static ZoneFolder open(Path path, Collection<Name> asked, ZoneTextCache known) {
        var folder = ConfinedFolder.of(path);
        var problems = new ArrayList<Problem>();
        var kind = Failure.Kind.INPUT;
        var zones = new ArrayList<ZoneContents>();
        var files = new TreeMap<Name, Path>();
        for (Map.Entry<Path, Optional<Name>> entry : entries(folder, path, asked).entrySet()) {
            Path file = entry.getKey();
            try {
                ZoneContents zone = read(folder, file, entry.getValue(), known).contents();
                Optional<Path> other = Optional.ofNullable(files.putIfAbsent(zone.apex(), file));
                other.ifPresent(first -> problems.add(duplicateZone(zone.apex(), first, file)));
                zones.add(zone);
            } catch (Failure failure) {
                problems.addAll(failure.problems());
                kind = failure.kind();
            }
        }
        Failure.throwIfAny(kind, problems);
        return new ZoneFolder(folder, files, zones);
    }

    private static SortedMap<Path, Optional<Name>> entries(
            ConfinedFolder folder, Path path, Collection<Name> asked) {
        var entries = new TreeMap<Path, Optional<Name>>();
        folder.list(ZoneText.ENDING).forEach(file -> entries.put(file, Optional.empty()));
        for (Name zone : asked) {
            String bare = zone.toString(true);
            Path file = path.resolve(bare);
            if (!entries.containsKey(path.resolve(bare + ZoneText.ENDING))
                    && bare.indexOf('/') < 0
                    && Files.isRegularFile(file)) {
                entries.put(file, Optional.of(zone));
            }
        }
        return entries;
    }

    private static ZoneText read(
            ConfinedFolder folder, Path file, Optional<Name> origin, ZoneTextCache known) {
        return known.read(file.toString(), TextSource.of(folder::read, folder::holds), origin);
    }

    private static Problem duplicateZone(Name apex, Path first, Path second) {
        return new Problem(
                second.toString(),
                "holds the zone " + apex.toString(true) + ", as does " + first,
                "delete one of the two files, or move it out of the folder");
    }

    /** Returns the contents of all zones. */
    public DnsSnapshot snapshot() {
        return snapshot;
    }

    /** Returns the file of each zone, by apex. */
    public SortedMap<Name, Path> files() {
        return files;
    }

    @Override
    public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
        var answers = new HashMap<Question, DnsAnswer<RRset>>();
        for (Question question : questions) {
            answers.put(question, snapshot.answer(question).orElseThrow());
        }
        return answers;
    }

    @Override
    public AnswerCache atHand() {
        return snapshot;
    }

    @Override
    public String description() {
        return folder.displayName();
    }
}
