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
import java.util.function.Predicate;
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

    private ZoneLayout(ZoneText zone) {
        this.zone = zone;
    }

    /** Returns the layout of a zone without syntax errors. */
    static ZoneLayout of(ZoneText zone) {
        var layout = new ZoneLayout(zone);
        ZoneReader.read(zone.file(), layout::text, zone.origin(), layout);
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
    public void record(String file, ZoneLexer lexer, ZoneEntry entry) {
        add(new ZoneLine(ZoneLine.Kind.RECORD, lines.size(), file, lexer, entry));
    }

    @Override
    public void opaque(String file, ZoneLexer lexer, ZoneEntry entry, String reason) {
        add(new ZoneLine(ZoneLine.Kind.OPAQUE, lines.size(), file, lexer, entry));
    }

    private void add(ZoneLine line) {
        addLine(line);
        byQuestion.computeIfAbsent(line.question(), _ -> new ArrayList<>()).add(line);
    }

    /** Receives a record of a directive, whose line is one for all its records. */
    @Override
    public void generated(String file, ZoneLexer lexer, ZoneEntry entry) {
        var line = new ZoneLine(ZoneLine.Kind.GENERATED, lines.size(), file, lexer, entry);
        byQuestion.computeIfAbsent(line.question(), _ -> new ArrayList<>()).add(line);
        generated.putIfAbsent(line.name(), line);
        if (lines.isEmpty() || !lines.getLast().isSameEntry(line)) {
            addLine(line);
        }
    }

    private void addLine(ZoneLine line) {
        lines.add(line);
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
        return next < lines.size() ? Optional.of(lines.get(next)) : Optional.empty();
    }

    private Optional<ZoneLine> above(ZoneLine line) {
        for (int at = line.order() - 1; at >= 0; at--) {
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
        String label = name.getLabelString(0);
        return last(line -> subject(line.name()).equals(subject(name)))
                .or(() -> last(l -> l.name().getLabelString(0).equalsIgnoreCase(label)))
                .or(() -> last(line -> line.name().getLabelString(0).startsWith("_")))
                .or(() -> last(line -> line.file().equals(zone.file())))
                .or(() -> last(_ -> true))
                .orElseThrow();
    }

    /** Returns the last line of a name, in a file that can be edited. */
    Optional<ZoneLine> last(Name name) {
        return last(line -> line.name().equals(name));
    }

    private Optional<ZoneLine> last(Predicate<ZoneLine> wanted) {
        for (ZoneLine line : lines.reversed()) {
            if (wanted.test(line) && !repeated.contains(line.file())) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }

    /** Returns the host or mesh of an owner name of docs/records.md, or the name itself. */
    static Name subject(Name name) {
        Name subject = name;
        while (subject.labels() > 2 && RecordFormat.NOT_LISTS.contains(label(subject))) {
            subject = new Name(subject, 1);
        }
        return subject;
    }

    private static String label(Name name) {
        return name.getLabelString(0).toLowerCase(Locale.ROOT);
    }
}
