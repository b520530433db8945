package dev.wgmesh.render;

/** Colour for a terminal, or none. */
public record TerminalColour(boolean enabled) {
    /** Paints nothing. */
    public static final TerminalColour NONE = new TerminalColour(false);

    /** For what is wrong. */
    public String red(String text) {
        return sgr("31", text);
    }

    /** For what is fine or new. */
    public String green(String text) {
        return sgr("32", text);
    }

    /** For what asks for attention. */
    public String yellow(String text) {
        return sgr("33", text);
    }

    /** For headings. */
    public String bold(String text) {
        return sgr("1", text);
    }

    /** For what matters less. */
    public String dim(String text) {
        return sgr("2", text);
    }

    private String sgr(String code, String text) {
        return enabled ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
