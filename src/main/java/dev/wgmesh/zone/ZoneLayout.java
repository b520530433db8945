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
    private final Set<String> files = new HashSet<>();
    private final Set<String> repeated = new HashSet<>();

    private ZoneLayout(ZoneText zone) {
        this.zone = zone;
    }

    /** Returns the layout of a zone without syntax errors. */
    static ZoneLayout linesOf(ZoneText zone) {
        var layout = new ZoneLayout(zone);
        ZoneReader.read(zone.file(), layout::text, zone.origin(), layout);
        return layout;
    }

    /** Returns the text of one of the zone's files. */
    String text(String file) {
        return Optional.ofNullable(zone.texts().get(file)).orElseThrow();
    }

    @Override
    public void file(String file, String text) {
        if (!files.add(file)) {
            repeated.add(file);
        }
    }

    @Override
    public void record(String file, ZoneLexer lexer, ZoneEntry entry) {
        var line = new ZoneLine(file, lexer, entry);
        lines.add(line);
        byQuestion.computeIfAbsent(line.question(), _ -> new ArrayList<>()).add(line);
    }

    @Override
    public void syntaxError(SyntaxError error) {
        throw new IllegalArgumentException(error.toString());
    }

    /** Returns the lines of one RRset. */
    List<ZoneLine> linesOf(Question question) {
        return byQuestion.getOrDefault(question, List.of());
    }

    /** Returns the lines of one file. */
    List<ZoneLine> linesIn(String file) {
        return lines.stream().filter(line -> line.file().equals(file)).toList();
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
