package dev.wgmesh.model;

/** The labels of a domain name in lower case, character by character. */
final class NameLabels {
    /** Maximum octets of a label (RFC 1035, section 2.3.4). */
    private static final int MAX_LENGTH = 63;

    private NameLabels() {}

    /**
     * Returns whether the text is labels of letters, digits and hyphens, separated by dots, from
     * {@code from} on. None is empty, too long, or has a hyphen at an end (RFC 952).
     *
     * @param underscores whether underscores count as letters
     */
    static boolean areValid(String text, int from, boolean underscores) {
        int start = from;
        while (true) {
            int dot = text.indexOf('.', start);
            int end = dot < 0 ? text.length() : dot;
            if (!isValid(text, start, end, underscores)) {
                return false;
            }
            if (dot < 0) {
                return true;
            }
            start = dot + 1;
        }
    }

    private static boolean isValid(String text, int start, int end, boolean underscores) {
        return start < end
                && text.charAt(start) != '-'
                && text.charAt(end - 1) != '-'
                && isLabel(text, start, end, underscores);
    }

    /** Returns whether a part of a text is a label, if hyphens may be at its ends. */
    static boolean isLabel(String text, int start, int end, boolean underscores) {
        if (start >= end || end - start > MAX_LENGTH) {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!isLetterOrDigit(c) && c != '-' && !(underscores && c == '_')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }
}
