package dev.wgmesh.zone;

import dev.wgmesh.limits.HeapLimit;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** A zone and the texts of its files. */
public final class ZoneText {
    /** The suffix of zone file names: {@code example.com.zone} holds example.com. */
    public static final String ENDING = ".zone";

    /** Syntax errors that a command reports one by one. */
    private static final int MOST_REPORTED = 20;

    private final String file;
    private final Optional<Name> origin;
    private final ZoneContents contents;
    private final SequencedMap<String, String> texts;
    private final Optional<ZoneSegments> segments;

    private ZoneText(
            String file,
            Optional<Name> origin,
            ZoneContents contents,
            SequencedMap<String, String> texts,
            Optional<ZoneSegments> segments) {
        this.file = file;
        this.origin = origin;
        this.contents = contents;
        this.texts = texts;
        this.segments = segments;
    }

    /** Returns the path of the file read first. */
    public String file() {
        return file;
    }

    /** Returns the origin of its names before the first {@code $ORIGIN}. */
    public Optional<Name> origin() {
        return origin;
    }

    /** Returns the zone. */
    public ZoneContents contents() {
        return contents;
    }

    /**
     * Returns the texts of the first file and of each that it includes, by path, in the order read.
     */
    public SequencedMap<String, String> texts() {
        return texts;
    }

    /** Returns its segments; empty where an edit has to read all of it again. */
    Optional<ZoneSegments> segments() {
        return segments;
    }

    /**
     * Reads a zone file and its inclusions. An unreadable part is a syntax error of the contents,
     * and reading continues at the next line.
     *
     * @param given the origin; empty: from the file name ({@code example.com.zone})
     * @throws Failure what {@code source} throws for the first file; UNREADABLE where the records
     *     do not fit the heap; INPUT where neither an SOA nor an origin gives the apex
     */
    public static ZoneText read(String file, TextSource source, Optional<Name> given) {
        return read(file, source, given, HeapLimit.ofProcess(), ZoneSegments.OCTETS);
    }

    static ZoneText read(
            String file, TextSource source, Optional<Name> given, HeapLimit heap, int segment) {
        Optional<Name> origin = given.or(() -> originOf(file));
        var collector = new ContentsCollector(heap);
        var segments = new ZoneSegments(segment);
        ZoneReader.read(file, source, origin, collector, segments);
        Name apex =
                collector
                        .apex(origin)
                        .orElseThrow(() ->
                                Failure.input(
                                        file,
                                        "cannot tell which zone this file is",
                                        "add an SOA record, or name the file ZONE" + ENDING));
        return new ZoneText(
                file,
                origin,
                collector.contents(apex, file),
                collector.texts(),
                Optional.of(segments));
    }

    /** Returns the same zone, with segments, read again from its texts where it has none. */
    ZoneText withSegments() {
        return segments.isPresent()
                ? this
                : read(file, it -> Optional.ofNullable(texts.get(it)).orElseThrow(), origin);
    }

    /**
     * Returns the zone after an edit.
     *
     * @param edited the texts of its files
     */
    ZoneText with(SequencedMap<String, String> edited, ZoneContents contents) {
        return new ZoneText(file, origin, contents, edited, Optional.empty());
    }

    /** Returns the zone with the contents of an excerpt of it, of these texts. */
    ZoneText excerpt(TextSource source, ReadingPath path) {
        var collector = new ContentsCollector(HeapLimit.ofProcess());
        ZoneReader.read(file, source, origin, collector, path);
        return new ZoneText(
                file,
                origin,
                collector.contents(contents.apex(), file),
                collector.texts(),
                Optional.empty());
    }

    /**
     * Returns whether the source still has the same texts, so that reading again gives the same
     * zone. False also where the zone has syntax errors: an included file may be readable now.
     *
     * @throws Failure what {@code source} throws for a file that is gone
     */
    public boolean isCurrent(TextSource source) {
        return contents.syntaxErrors().isEmpty()
                && texts.entrySet().stream()
                        .allMatch(text -> source.isCurrent(text.getKey(), text.getValue()));
    }

    /** Returns the zone in a file name; empty where the name does not end in {@code .zone}. */
    public static Optional<Name> originOf(String file) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        if (!name.endsWith(ENDING) || name.equals(ENDING)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    Name.fromString(name.substring(0, name.length() - ENDING.length()), Name.root));
        } catch (TextParseException _) {
            return Optional.empty();
        }
    }

    /**
     * Throws if the zone has syntax errors.
     *
     * @throws Failure UNREADABLE with every syntax error, as file:line:column
     */
    public void requireWhole() {
        List<SyntaxError> errors = contents.syntaxErrors();
        var problems = new ArrayList<Problem>();
        errors.stream().limit(MOST_REPORTED).map(SyntaxError::problem).forEach(problems::add);
        if (errors.size() > MOST_REPORTED) {
            problems.add(
                    new Problem(
                            file,
                            "has " + (errors.size() - MOST_REPORTED) + " more syntax errors",
                            "list all of them: wg-mesh validate --all " + file));
        }
        Failure.throwIfAny(Failure.Kind.UNREADABLE, problems);
    }
}
