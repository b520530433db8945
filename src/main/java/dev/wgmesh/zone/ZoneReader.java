package dev.wgmesh.zone;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * Reads a zone file and what it includes (RFC 1035, section 5; RFC 2308, section 4; RFC 3597) and
 * tells a visitor of each record and of each entry that is none. What {@code $ORIGIN} and {@code
 * $TTL} say in an included file ends with it. Names of included files are below the folder of the
 * first file.
 */
final class ZoneReader {
    /** Files that include one another, at the most. */
    private static final int MAX_DEPTH = 8;

    /** Inclusions of a zone, at the most. */
    private static final int MAX_INCLUSIONS = 1_000;

    /** Octets of a zone with all it includes, at the most. */
    private static final long MAX_OCTETS = 1L << 30;

    private final TextSource source;
    private final ZoneVisitor visitor;
    private final String folder;
    private final Deque<String> open = new ArrayDeque<>();
    private int inclusions;
    private long octets;

    private ZoneReader(String file, TextSource source, ZoneVisitor visitor) {
        this.source = source;
        this.visitor = visitor;
        this.folder = file.substring(0, file.lastIndexOf('/') + 1);
    }

    /**
     * Reads.
     *
     * @param origin of names before the first {@code $ORIGIN}
     * @throws Failure where the first file cannot be read
     */
    static void read(String file, TextSource source, Optional<Name> origin, ZoneVisitor visitor) {
        var reader = new ZoneReader(file, source, visitor);
        reader.file(file, source.text(file), origin, -1);
    }

    private void file(String file, String text, Optional<Name> origin, long defaultTtl) {
        octets += text.length();
        open.push(file);
        visitor.file(file, text);
        new ZoneFileReader(file, text, visitor, this::include).read(origin, defaultTtl);
        open.pop();
    }

    /** What is wrong with an inclusion; empty where it was read. */
    private Optional<Problem> include(String name, Optional<Name> origin, long defaultTtl) {
        String file = resolved(name);
        if (open.contains(file)) {
            return Optional.of(
                    new Problem(file, "includes itself", "remove one $INCLUDE of the circle"));
        }
        if (open.size() == MAX_DEPTH) {
            return tooMuch(file, "is included more than " + MAX_DEPTH + " files deep");
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
        file(file, text, origin, defaultTtl);
        return Optional.empty();
    }

    private static Optional<Problem> tooMuch(String file, String what) {
        return Optional.of(new Problem(file, what, "include less"));
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
