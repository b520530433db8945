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

/**
 * A zone and the texts of its files.
 *
 * @param file the path of the file read first
 * @param origin of its names before the first {@code $ORIGIN}
 * @param texts of that file and of each that it includes, by path, in the order read
 */
public record ZoneText(
        String file,
        Optional<Name> origin,
        ZoneContents contents,
        SequencedMap<String, String> texts) {
    /** The suffix of zone file names: {@code example.com.zone} holds example.com. */
    public static final String ENDING = ".zone";

    /** Syntax errors that a command reports one by one. */
    private static final int MOST_REPORTED = 20;

    /**
     * Reads a zone file and its inclusions. An unreadable part is a syntax error of the contents,
     * and reading continues at the next line.
     *
     * @param given the origin; empty: from the file name ({@code example.com.zone})
     * @throws Failure what {@code source} throws for the first file; UNREADABLE where the records
     *     do not fit the heap; INPUT where neither an SOA nor an origin gives the apex
     */
    public static ZoneText read(String file, TextSource source, Optional<Name> given) {
        return read(file, source, given, HeapLimit.ofProcess());
    }

    static ZoneText read(String file, TextSource source, Optional<Name> given, HeapLimit heap) {
        Optional<Name> origin = given.or(() -> originOf(file));
        var collector = new ContentsCollector(heap);
        ZoneReader.read(file, source, origin, collector);
        Name apex =
                collector
                        .apex(origin)
                        .orElseThrow(() ->
                                Failure.input(
                                        file,
                                        "cannot tell which zone this file is",
                                        "add an SOA record, or name the file ZONE" + ENDING));
        return new ZoneText(file, origin, collector.contents(apex, file), collector.texts());
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
