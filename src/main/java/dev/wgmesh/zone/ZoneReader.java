package dev.wgmesh.zone;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * Reads a zone file and what it includes (RFC 1035, section 5; RFC 2308, section 4; RFC 3597) and
 * calls a visitor for each record and each syntax error. {@code $ORIGIN} in an included file
 * applies to that file only, {@code $TTL} also after it. Names of included files are relative to
 * the folder of the first file.
 */
final class ZoneReader {
    /** Maximum depth of inclusions. */
    private static final int MAX_DEPTH = 8;

    /** Maximum number of inclusions of a zone. */
    private static final int MAX_INCLUSIONS = 1_000;

    /** Maximum octets of a zone with its inclusions. */
    private static final long MAX_OCTETS = 1L << 30;

    private final TextSource source;
    private final ZoneVisitor visitor;
    private final ReadingPath path;
    private final String folder;
    private final Deque<String> open = new ArrayDeque<>();
    private final GeneratedRecords.Limit generated = new GeneratedRecords.Limit();
    private int inclusions;
    private long octets;

    private ZoneReader(String file, TextSource source, ZoneVisitor visitor, ReadingPath path) {
        this.path = path;
        this.source = source;
        this.visitor = visitor;
        this.folder = file.substring(0, file.lastIndexOf('/') + 1);
    }

    /**
     * Reads a zone.
     *
     * @param origin of names before the first {@code $ORIGIN}
     * @param path what is read of the files, or notes what was read
     * @throws Failure where the first file cannot be read
     */
    static void read(
            String file,
            TextSource source,
            Optional<Name> origin,
            ZoneVisitor visitor,
            ReadingPath path) {
        var reader = new ZoneReader(file, source, visitor, path);
        reader.file(file, source.text(file), new EntryContext(origin));
    }

    private void file(String file, String text, EntryContext context) {
        octets += text.length();
        Optional<String> includer = Optional.ofNullable(open.peek());
        open.push(file);
        visitor.file(file, text, includer);
        new ZoneFileReader(file, text, context, visitor, path, generated, this::include).read();
        open.pop();
    }

    /** Reads an included file; returns the problem if it cannot. */
    private Optional<Problem> include(String name, EntryContext context) {
        String file = resolved(name);
        if (open.contains(file)) {
            return Optional.of(
                    new Problem(file, "includes itself", "remove one $INCLUDE of the cycle"));
        }
        if (open.size() == MAX_DEPTH) {
            return tooMuch(file, "is more than " + MAX_DEPTH + " inclusions deep");
        }
        if (++inclusions > MAX_INCLUSIONS) {
            return tooMuch(file, "is one of more than " + MAX_INCLUSIONS + " included files");
        }
        String text;
        try {
            text = source.text(file);
        } catch (Failure failure) {
            return Optional.of(failure.problems().getFirst());
        }
        if (octets + text.length() > MAX_OCTETS) {
            return tooMuch(file, "makes the zone larger than " + MAX_OCTETS + " octets");
        }
        file(file, text, context);
        return Optional.empty();
    }

    private static Optional<Problem> tooMuch(String file, String what) {
        return Optional.of(new Problem(file, what, "use fewer or smaller included files"));
    }

    private String resolved(String name) {
        if (name.startsWith("/")) {
            return name;
        }
        String below = name;
        while (below.startsWith("./")) {
            below = below.substring(2);
        }
        return folder + below;
    }
}
