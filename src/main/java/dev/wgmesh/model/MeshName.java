package dev.wgmesh.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The name of a mesh or of a sub-list: a domain name whose first label begins with an underscore,
 * lower case, no trailing dot.
 */
public record MeshName(String text) implements Comparable<MeshName> {
    /** Rejects a text that is not a mesh name in folded form. */
    public MeshName {
        if (!isValid(text)) {
            throw new IllegalArgumentException("no mesh name: " + text);
        }
    }

    /**
     * Returns the mesh name written in {@code text}, folded (case, one trailing dot); else empty.
     */
    public static Optional<MeshName> parse(String text) {
        String folded = HostName.fold(text);
        return isValid(folded) ? Optional.of(new MeshName(folded)) : Optional.empty();
    }

    private static boolean isValid(String text) {
        int dot = text.indexOf('.');
        return text.length() <= HostName.MAX_LENGTH - (RecordFormat.REVISION + ".").length()
                && text.startsWith("_")
                && NameLabels.isLabel(text, 0, dot, true)
                && NameLabels.areValid(text, dot + 1, true);
    }

    /** Returns the domain the mesh belongs to: {@code example.com} of {@code _p2p.example.com}. */
    public String domain() {
        return text.substring(text.indexOf('.') + 1);
    }

    /** Spelled out, as are the others here: names are looked up most of all. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof MeshName name && text.equals(name.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
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
