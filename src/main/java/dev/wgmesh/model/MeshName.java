package dev.wgmesh.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a mesh or of a sub-list: a domain name whose first label begins with an underscore,
 * lower case, no trailing dot.
 */
public record MeshName(String text) implements Comparable<MeshName> {
    private static final Pattern LABELS =
            Pattern.compile("_[a-z0-9_-]{0,62}(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)+");

    /** Rejects a text that is not a mesh name in folded form. */
    public MeshName {
        if (text.length() > HostName.MAX_LENGTH - (RecordFormat.REVISION + ".").length()
                || !LABELS.matcher(text).matches()) {
            throw new IllegalArgumentException("no mesh name: " + text);
        }
    }

    /**
     * Returns the mesh name written in {@code text}, folded (case, one trailing dot); else empty.
     */
    public static Optional<MeshName> parse(String text) {
        try {
            return Optional.of(new MeshName(HostName.fold(text)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Returns the domain the mesh belongs to: {@code example.com} of {@code _p2p.example.com}. */
    public String domain() {
        return text.substring(text.indexOf('.') + 1);
    }

    @Override
    public int compareTo(MeshName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
