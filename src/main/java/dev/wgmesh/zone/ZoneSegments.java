package dev.wgmesh.zone;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The segments of a zone's files, in the order read: runs of entries, each with what its first
 * entry inherits. A reading can begin at any of them, so that an edit reads only those it concerns.
 */
final class ZoneSegments implements ReadingPath {
    /** Octets from which on a segment ends. */
    static final int OCTETS = 1 << 12;

    private final int octets;
    private final List<Segment> all = new ArrayList<>();
    private final Deque<OpenFile> open = new ArrayDeque<>();
    private final Map<String, TreeMap<Integer, Integer>> byFile = new HashMap<>();
    private final Set<String> repeated = new HashSet<>();
    private final Set<String> inheriting = new HashSet<>();

    /**
     * Creates an empty list, which a reading fills.
     *
     * @param octets from which on a segment ends
     */
    ZoneSegments(int octets) {
        this.octets = octets;
    }

    /**
     * A run of entries of a file.
     *
     * @param start offset of its first entry
     * @param end offset after its last entry
     * @param lines from its first entry to its last
     * @param before what its first entry inherits
     * @param after what the entry after its last one inherits
     * @param directive whether one of them makes records of other entries
     */
    record Segment(
            String file,
            int start,
            int end,
            int lines,
            EntryContext before,
            EntryContext after,
            boolean directive) {}

    /** A file that is being read, and its last segment so far. */
    private static final class OpenFile {
        private final String file;
        private int index = -1;
        private int start;
        private int line;
        private EntryContext before = new EntryContext(Optional.empty());
        private boolean directive;
        private boolean interrupted;

        private OpenFile(String file) {
            this.file = file;
        }
    }

    @Override
    public void begin(String file) {
        Optional.ofNullable(open.peek()).ifPresent(includer -> includer.interrupted = true);
        open.push(new OpenFile(file));
        if (byFile.putIfAbsent(file, new TreeMap<>()) != null) {
            repeated.add(file);
        }
    }

    @Override
    public Optional<Gap> skip(ZoneLexer lexer, EntryContext context) {
        OpenFile reading = open.getFirst();
        if (reading.index < 0) {
            next(reading, lexer, context.copy());
            return Optional.empty();
        }
        if (lexer.next() >= stop() || reading.interrupted) {
            next(reading, lexer, close(reading, lexer, context));
        }
        return Optional.empty();
    }

    @Override
    public int stop() {
        int start = open.getFirst().start;
        return octets > Integer.MAX_VALUE - start ? Integer.MAX_VALUE : start + octets;
    }

    private void next(OpenFile reading, ZoneLexer lexer, EntryContext before) {
        int start = lexer.next();
        reading.index = all.size();
        reading.start = start;
        reading.line = lexer.nextLine();
        reading.before = before;
        reading.directive = false;
        reading.interrupted = false;
        all.add(new Segment(reading.file, start, start, 0, before, before, false));
        Optional.ofNullable(byFile.get(reading.file))
                .ifPresent(known -> known.put(start, reading.index));
    }

    private EntryContext close(OpenFile reading, ZoneLexer lexer, EntryContext context) {
        EntryContext after = context.copy();
        all.set(
                reading.index,
                new Segment(
                        reading.file,
                        reading.start,
                        lexer.next(),
                        lexer.nextLine() - reading.line,
                        reading.before,
                        after,
                        reading.directive));
        return after;
    }

    @Override
    public void directive() {
        open.getFirst().directive = true;
    }

    @Override
    public void end(ZoneLexer lexer, EntryContext context) {
        OpenFile ended = open.pop();
        close(ended, lexer, context);
        if (context.hasInheritedOwner()) {
            inheriting.add(ended.file);
        }
    }

    /** Returns every segment, in the order read. */
    List<Segment> all() {
        return all;
    }

    /** Returns the files that were read more than once. */
    Set<String> repeated() {
        return repeated;
    }

    /** Returns whether an entry of the file inherits its owner. */
    boolean inheritsOwners(String file) {
        return inheriting.contains(file);
    }

    /**
     * Returns the index of the segment that holds an offset of a file that was read once; empty for
     * a file that was not read.
     */
    Optional<Integer> at(String file, int offset) {
        return Optional.ofNullable(byFile.get(file))
                .flatMap(known -> Optional.ofNullable(known.floorEntry(offset)))
                .map(Map.Entry::getValue);
    }
}
