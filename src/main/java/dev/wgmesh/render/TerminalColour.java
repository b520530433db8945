package dev.wgmesh.render;

/** Colour for a terminal, or none. */
public record TerminalColour(boolean enabled) {
    /** Paints nothing. */
    public static final TerminalColour NONE = new TerminalColour(false);

    /** Returns the text painted for what is wrong. */
    public String red(String text) {
        return sgr("31", text);
    }

    /** Returns the text painted for what is fine or new. */
    public String green(String text) {
        return sgr("32", text);
    }

    /** Returns the text painted for what asks for attention. */
    public String yellow(String text) {
        return sgr("33", text);
    }

    /** Returns the text painted for headings. */
    public String bold(String text) {
        return sgr("1", text);
    }

    /** Returns the text painted for what matters less. */
    public String dim(String text) {
        return sgr("2", text);
    }

    /** Returns the text in bright white on black, as a pattern of blocks needs. */
    public String whiteOnBlack(String text) {
        return sgr("97;40", text);
    }

    private String sgr(String code, String text) {
        return enabled ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
