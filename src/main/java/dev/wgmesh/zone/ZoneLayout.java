package dev.wgmesh.zone;

import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.problem.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** The lines of a zone in its files, in the order read. */
final class ZoneLayout implements ZoneVisitor {
    private final ZoneText zone;
    private final List<ZoneLine> lines = new ArrayList<>();
    private final Map<Question, List<ZoneLine>> byQuestion = new HashMap<>();
    private final Map<String, List<ZoneLine>> byFile = new HashMap<>();
    private final Map<Name, ZoneLine> generated = new HashMap<>();
    private final Set<String> files = new HashSet<>();
    private final Map<String, String> includers = new HashMap<>();
    private final Set<String> repeated = new HashSet<>();
    private Optional<ReadingPath.Gap> gap = Optional.empty();
    private Optional<Last> last = Optional.empty();

    private ZoneLayout(ZoneText zone) {
        this.zone = zone;
    }

    /** Returns the layout of those parts of a zone without syntax errors that the path reads. */
    static ZoneLayout of(ZoneText zone, ReadingPath path) {
        var layout = new ZoneLayout(zone);
        ZoneReader.read(zone.file(), layout::text, zone.origin(), layout, path);
        return layout;
    }

    /** Returns the text of one of the zone's files. */
    String text(String file) {
        return Optional.ofNullable(zone.texts().get(file)).orElseThrow();
    }

    @Override
    public void file(String file, String text, Optional<String> includer) {
        includer.ifPresent(by -> includers.put(file, by));
        if (!files.add(file)) {
            repeated.add(file);
        }
    }

    @Override
    public void skipped(ReadingPath.Gap passed) {
        gap = Optional.of(passed);
    }

    private ZoneLine line(ZoneLine.Kind kind, String file, ZoneLexer lexer, ZoneEntry entry) {
        return new ZoneLine(kind, lines.size(), gap, file, lexer, entry);
    }

    @Override
    public void record(String file, ZoneLexer lexer, ZoneEntry entry) {
        add(line(ZoneLine.Kind.RECORD, file, lexer, entry));
    }

    @Override
    public void opaque(String file, ZoneLexer lexer, ZoneEntry entry, String reason) {
        add(line(ZoneLine.Kind.OPAQUE, file, lexer, entry));
    }

    private void add(ZoneLine line) {
        addLine(line);
        byQuestion.computeIfAbsent(line.question(), _ -> new ArrayList<>()).add(line);
    }

    /** Receives a record of a directive, whose line is one for all its records. */
    @Override
    public void generated(String file, ZoneLexer lexer, ZoneEntry entry) {
        ZoneLine line = line(ZoneLine.Kind.GENERATED, file, lexer, entry);
        byQuestion.computeIfAbsent(line.question(), _ -> new ArrayList<>()).add(line);
        generated.putIfAbsent(line.name(), line);
        if (lines.isEmpty() || !lines.getLast().isSameEntry(line)) {
            addLine(line);
        }
    }

    private void addLine(ZoneLine line) {
        lines.add(line);
        gap = Optional.empty();
        byFile.computeIfAbsent(line.file(), _ -> new ArrayList<>()).add(line);
    }

    @Override
    public void syntaxError(SyntaxError error) {
        throw new IllegalArgumentException(error.toString());
    }

    /** Returns every line, in the order read. */
    List<ZoneLine> lines() {
        return lines;
    }

    /** Returns the including file of each included file. */
    Map<String, String> includers() {
        return includers;
    }

    /** Returns the lines of one RRset. */
    List<ZoneLine> linesOf(Question question) {
        return byQuestion.getOrDefault(question, List.of());
    }

    /** Returns whether a line of the file inherits its owner, also one that was not read. */
    boolean inheritsOwners(String file) {
        return zone.segments()
                .map(segments -> segments.inheritsOwners(file))
                .orElseGet(() -> linesIn(file).stream().anyMatch(ZoneLine::inheritsOwner));
    }

    /** Returns the lines of one file. */
    List<ZoneLine> linesIn(String file) {
        return byFile.getOrDefault(file, List.of());
    }

    /** Returns the line; throws where its file is included more than once. */
    ZoneLine editable(ZoneLine line) {
        if (repeated.contains(line.file())) {
            throw Failure.refused(
                    line.file(),
                    "is included more than once and would have to change",
                    "edit the file by hand");
        }
        return line;
    }

    /**
     * Throws where an RRset cannot change: a directive makes records of its name, or wg-mesh cannot
     * read one of its records.
     */
    void requireChangeable(Question question) {
        ZoneLine directive = generated.get(question.owner());
        if (directive != null) {
            throw Failure.refused(
                    directive.place(),
                    "makes " + question.owner().toString(true) + " with $GENERATE",
                    "take the name out of the range, and write its records on lines of their own");
        }
        for (ZoneLine line : linesOf(question)) {
            if (line.kind() == ZoneLine.Kind.OPAQUE) {
                throw Failure.refused(
                        line.place(),
                        "has data that wg-mesh cannot read, and " + question + " would change",
                        "edit the file by hand");
            }
        }
    }

    /**
     * Returns the line itself, or the nearest line above it in its file after which a record can be
     * added: a record added right before an included file that inherits its owner or TTL would
     * change what that file says.
     */
    ZoneLine addable(ZoneLine line) {
        Optional<ZoneLine> next = next(line);
        if (next.isEmpty() || next.get().file().equals(line.file())) {
            return line;
        }
        ZoneLine at = line;
        while (next(at).filter(ZoneLine::inherits).isPresent()) {
            Optional<ZoneLine> above = above(at);
            if (above.isEmpty()) {
                return line;
            }
            at = above.get();
        }
        return at;
    }

    private Optional<ZoneLine> next(ZoneLine line) {
        int next = line.order() + 1;
        if (next == lines.size()) {
            return Optional.empty();
        }
        lines.get(next).requireLineBefore();
        return Optional.of(lines.get(next));
    }

    private Optional<ZoneLine> above(ZoneLine line) {
        for (int at = line.order() - 1; at >= 0; at--) {
            lines.get(at + 1).requireLineBefore();
            if (lines.get(at).file().equals(line.file())) {
                return Optional.of(lines.get(at));
            }
        }
        return Optional.empty();
    }

    /** Returns the line of the zone's only SOA record. */
    ZoneLine soa() {
        List<ZoneLine> found =
                lines.stream().filter(line -> line.question().type() == Type.SOA).toList();
        if (found.size() != 1) {
            throw Failure.refused(
                    zone.file(),
                    "has " + (found.isEmpty() ? "no SOA record" : found.size() + " SOA records"),
                    "write exactly one SOA record: each change raises its serial");
        }
        return editable(found.getFirst());
    }

    /**
     * Returns the line after which a new name is added: the last line of its host or mesh, or of a
     * name with the same first label, or of any mesh, or of the first file.
     */
    ZoneLine neighbour(Name name) {
        Last known = last();
        return Optional.ofNullable(known.bySubject.get(subject(name)))
                .or(() -> Optional.ofNullable(known.byLabel.get(label(name))))
                .or(() -> known.underscore)
                .or(() -> known.ofFirstFile)
                .or(() -> known.any)
                .orElseThrow();
    }

    /** Returns the last line of a name, in a file that can be edited. */
    Optional<ZoneLine> last(Name name) {
        return Optional.ofNullable(last().byName.get(name));
    }

    private Last last() {
        Last known = last.orElseGet(this::findLast);
        last = Optional.of(known);
        return known;
    }

    private Last findLast() {
        var found = new Last();
        for (ZoneLine line : lines) {
            if (!repeated.contains(line.file())) {
                found.add(line, line.file().equals(zone.file()));
            }
        }
        return found;
    }

    /** The last lines in files that can be edited. */
    private static final class Last {
        private final Map<Name, ZoneLine> byName = new HashMap<>();
        private final Map<Name, ZoneLine> bySubject = new HashMap<>();
        private final Map<String, ZoneLine> byLabel = new HashMap<>();
        private Optional<ZoneLine> underscore = Optional.empty();
        private Optional<ZoneLine> ofFirstFile = Optional.empty();
        private Optional<ZoneLine> any = Optional.empty();

        void add(ZoneLine line, boolean first) {
            Name name = line.name();
            String label = label(name);
            byName.put(name, line);
            bySubject.put(subject(name), line);
            byLabel.put(label, line);
            any = Optional.of(line);
            if (label.startsWith("_")) {
                underscore = any;
            }
            if (first) {
                ofFirstFile = any;
            }
        }
    }

    /** Returns the host or mesh of an owner name of docs/records.md, or the name itself. */
    static Name subject(Name name) {
        Name subject = name;
        while (subject.labels() > 2 && RecordFormat.NOT_LISTS.contains(label(subject))) {
            subject = new Name(subject, 1);
        }
        return subject;
    }

    /** Returns the first label, in lower case. */
    static String label(Name name) {
        return name.getLabelString(0).toLowerCase(Locale.ROOT);
    }
}
