package dev.wgmesh.model;

import java.util.Locale;
import java.util.Optional;

/**
 * A host name (RFC 1123, section 2.1): lower case, no trailing dot, and not an IPv4 address in
 * dotted-decimal form.
 */
public record HostName(String text) implements Comparable<HostName> {
    /** Maximum octets of a label (RFC 1035, section 2.3.4). */
    private static final int MAX_LABEL = 63;

    /** Labels of an IPv4 address in dotted-decimal form. */
    private static final int IPV4_LABELS = 4;

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
        int labels = 0;
        boolean onlyDigits = true;
        int start = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at < text.length() && text.charAt(at) != '.') {
                char c = text.charAt(at);
                if (!isLetterOrDigit(c) && c != '-') {
                    return false;
                }
                onlyDigits &= c <= '9' && c != '-';
            } else if (at == start
                    || at - start > MAX_LABEL
                    || text.charAt(start) == '-'
                    || text.charAt(at - 1) == '-') {
                return false;
            } else {
                labels++;
                start = at + 1;
            }
        }
        return text.length() <= MAX_LENGTH && !(onlyDigits && labels == IPV4_LABELS);
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
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

    /** Returns whether the name is {@code domain} or below; the empty domain is the root. */
    public boolean isWithin(String domain) {
        return domain.isEmpty() || text.equals(domain) || text.endsWith("." + domain);
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
