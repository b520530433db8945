package dev.wgmesh.problem;

/** Makes untrusted text safe for a terminal, a log and a report. */
public final class PrintableText {
    private PrintableText() {}

    /**
     * Returns the text with every control, format (bidirectional marks among them), surrogate and
     * private character written as {@code \}{@code u{HEX}}; line feeds included. Other text is
     * unchanged.
     */
    public static String of(String text) {
        if (isPrintable(text)) {
            return text;
        }
        var out = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(c -> {
                    if (isPrintable(c)) {
                        out.appendCodePoint(c);
                    } else {
                        out.append("\\u{").append(Integer.toHexString(c)).append('}');
                    }
                });
        return out.toString();
    }

    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if ((c < ' ' || c > '~') && !isPrintable(c)) {
                return false;
            }
            i += Character.charCount(c);
        }
        return true;
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }
}
