package dev.wgmesh.model;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A host name (RFC 1123, section 2.1): lower case, no trailing dot, and not an IPv4 address in
 * dotted-decimal form.
 */
public record HostName(String text) implements Comparable<HostName> {
    /** Maximum octets of the text form of a name (RFC 1035, section 2.3.4). */
    static final int MAX_LENGTH = 253;

    /** Rejects a text that is not a host name in folded form. */
    public HostName {
        if (!isValid(text)) {
            throw new IllegalArgumentException("no host name: " + text);
        }
    }

    /**
     * Returns the host name written in {@code text}, folded (case, one trailing dot); else empty.
     */
    public static Optional<HostName> parse(String text) {
        String folded = fold(text);
        return isValid(folded) ? Optional.of(new HostName(folded)) : Optional.empty();
    }

    private static boolean isValid(String text) {
        return text.length() <= MAX_LENGTH
                && NameLabels.areValid(text, 0, false)
                && !isDottedDecimal(text);
    }

    /** Returns whether the text is four numbers of any size. */
    private static boolean isDottedDecimal(String text) {
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                dots++;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        return dots == 3;
    }

    static String fold(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /**
     * Returns the domain above it: {@code example.com} of {@code node-a.example.com}; empty at the
     * top.
     */
    public String parentDomain() {
        int dot = text.indexOf('.');
        return dot < 0 ? "" : text.substring(dot + 1);
    }

    /** Returns whether the domain above is that above the other name. */
    public boolean sharesDomain(HostName other) {
        int dot = text.indexOf('.');
        int othersDot = other.text.indexOf('.');
        if (dot < 0 || othersDot < 0) {
            return dot == othersDot;
        }
        int length = text.length() - dot;
        return other.text.length() - othersDot == length
                && text.regionMatches(dot, other.text, othersDot, length);
    }

    /** Returns whether the name is {@code domain} or below; the empty domain is the root. */
    public boolean isWithin(String domain) {
        int dot = text.length() - domain.length() - 1;
        return domain.isEmpty() || text.endsWith(domain) && (dot < 0 || text.charAt(dot) == '.');
    }

    /** Spelled out, as are the others here: names are looked up most of all. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof HostName name && text.equals(name.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public int compareTo(HostName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
