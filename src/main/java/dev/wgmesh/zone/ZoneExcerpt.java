package dev.wgmesh.zone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Chooses the segments of a zone that a change concerns: those of the records that change, of the
 * records beside which new ones are added, and the segments next to them.
 */
final class ZoneExcerpt {
    private static final int OCTETS = 256;

    private final ZoneText zone;
    private final ZoneSegments segments;
    private final BitSet chosen = new BitSet();
    private final Set<Name> names = new HashSet<>();
    private final Set<Name> subjects = new HashSet<>();
    private final Set<String> labels = new HashSet<>();
    private final BitSet shapes = new BitSet();
    private boolean underscore;

    private ZoneExcerpt(ZoneText zone, ZoneSegments segments) {
        this.zone = zone;
        this.segments = segments;
    }

    /**
     * A run of segments of a file that is not read.
     *
     * @param start offset of its first entry
     * @param end offset after its last entry
     * @param lines from its first entry to its last
     * @param gap what its first entry and the one after its last inherit
     */
    record Run(String file, int start, int end, int lines, ReadingPath.Gap gap) {}

    /** Thrown where a change turns out to concern entries that were not read. */
    static final class TooSmall extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooSmall() {
            super("entries that were not read", null, false, false);
        }
    }

    /** Returns the runs that a change does not concern, in the order of the zone. */
    static List<Run> skipped(ZoneText zone, SortedMap<Question, List<Record>> wanted) {
        return zone.segments()
                .map(segments -> new ZoneExcerpt(zone, segments).skipped(wanted))
                .orElseGet(List::of);
    }

    private List<Run> skipped(SortedMap<Question, List<Record>> wanted) {
        chooseFixed();
        wanted.forEach(this::choose);
        zone.contents().notes().opaque().stream()
                .filter(record -> wanted.containsKey(record.question()))
                .forEach(record -> choose(record.place()));
        chooseNeighbours();
        return runs();
    }

    /** Chooses directives, files that are read more than once, and both ends of each file. */
    private void chooseFixed() {
        List<ZoneSegments.Segment> all = segments.all();
        for (int at = 0; at < all.size(); at++) {
            ZoneSegments.Segment segment = all.get(at);
            boolean last = at == all.size() - 1 || !all.get(at + 1).file().equals(segment.file());
            if (last) {
                chooseAround(at);
            } else if (segment.directive() || segments.repeated().contains(segment.file())) {
                chosen.set(at);
            }
        }
    }

    private void choose(Question question, List<Record> records) {
        Optional<RRset> had = zone.contents().rrset(question);
        had.stream()
                .flatMap(set -> set.records().stream())
                .flatMap(record -> record.place().stream())
                .forEach(this::choose);
        if (had.isEmpty() && !records.isEmpty()) {
            Name subject = ZoneLayout.subject(question.owner());
            names.add(question.owner());
            subjects.add(subject);
            labels.add(ZoneLayout.label(question.owner()));
            shapes.set(shape(question.owner().toWire(), 0));
            shapes.set(shape(subject.toWire(), 0));
        }
    }

    private void choose(FilePosition place) {
        segments.at(place.file(), place.start()).ifPresent(this::chooseAround);
    }

    private void chooseAround(int at) {
        chosen.set(Math.max(at - 1, 0), Math.min(at + 2, segments.all().size()));
    }

    /** Chooses SOA records, and the last line that each rule of {@link ZoneLayout} may find. */
    private void chooseNeighbours() {
        underscore = !names.isEmpty();
        for (OpaqueRecord record : zone.contents().notes().opaque()) {
            if (isNeighbour(record.owner(), false)) {
                choose(record.place());
            }
        }
        zone.contents()
                .rrsets(set -> set.is(Type.SOA))
                .flatMap(set -> set.records().stream())
                .forEach(record -> choose(record.place().orElseThrow()));
        if (!names.isEmpty()) {
            zone.contents().visitOwnersReversed(this::chooseNeighbour);
        }
    }

    private void chooseNeighbour(int index, byte[] octets, int start, int length) {
        int shape = shape(octets, start);
        boolean underscored = shape % OCTETS == '_' && (underscore || !subjects.isEmpty());
        if (!shapes.get(shape) && !underscored) {
            return;
        }
        Name owner = NameTable.name(Arrays.copyOfRange(octets, start, start + length));
        if (isNeighbour(owner, false) && isLine(index)) {
            isNeighbour(owner, true);
            choose(place(index));
        }
    }

    /**
     * Returns whether a record has a line of its own, in a file that can be edited. A directive
     * makes several records at one place; its segment is chosen in any case.
     */
    private boolean isLine(int index) {
        return !segments.repeated().contains(place(index).file())
                && (index == 0 || !place(index).equals(place(index - 1)));
    }

    private FilePosition place(int index) {
        return zone.contents().records().get(index).place().orElseThrow();
    }

    private boolean isNeighbour(Name owner, boolean found) {
        if (names.isEmpty() && subjects.isEmpty() && labels.isEmpty() && !underscore) {
            return false;
        }
        String label = ZoneLayout.label(owner);
        boolean neighbour = has(names, owner, found);
        neighbour |= has(subjects, ZoneLayout.subject(owner), found);
        neighbour |= has(labels, label, found);
        if (underscore && label.startsWith("_")) {
            underscore = !found;
            neighbour = true;
        }
        return neighbour;
    }

    /** Returns a number of the length and the first octet of the first label, without case. */
    private static int shape(byte[] octets, int start) {
        int length = octets[start];
        return length * OCTETS + (length > 0 ? NameTable.lower(octets[start + 1]) & 0xff : 0);
    }

    private static <T> boolean has(Set<T> wanted, T key, boolean found) {
        return found ? wanted.remove(key) : wanted.contains(key);
    }

    private List<Run> runs() {
        var runs = new ArrayList<Run>();
        List<ZoneSegments.Segment> all = segments.all();
        for (int from = chosen.nextClearBit(0); from < all.size(); ) {
            ZoneSegments.Segment first = all.get(from);
            int lines = first.lines();
            int to = from + 1;
            while (to < all.size() && !chosen.get(to) && follows(all.get(to - 1), all.get(to))) {
                lines += all.get(to).lines();
                to++;
            }
            ZoneSegments.Segment last = all.get(to - 1);
            runs.add(
                    new Run(
                            first.file(),
                            first.start(),
                            last.end(),
                            lines,
                            new ReadingPath.Gap(first.before(), last.after())));
            from = chosen.nextClearBit(to);
        }
        return runs;
    }

    private static boolean follows(ZoneSegments.Segment one, ZoneSegments.Segment next) {
        return one.file().equals(next.file()) && one.end() == next.start();
    }
}
