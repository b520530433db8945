package dev.wgmesh.zone;

/** The reason why an entry of a zone file is invalid, and the token at fault. */
final class InvalidEntry extends Exception {
    private static final long serialVersionUID = 1;
    private final int token;
    private final String fix;
    private final boolean opaque;

    /** Creates the reason for invalid data, whose fix is the format of the data. */
    InvalidEntry(int token, String what) {
        this(token, what, "", false);
    }

    InvalidEntry(int token, String what, String fix) {
        this(token, what, fix, false);
    }

    private InvalidEntry(int token, String what, String fix, boolean opaque) {
        super(what, null, false, false);
        this.token = token;
        this.fix = fix;
        this.opaque = opaque;
    }

    /** Returns the reason for data that wg-mesh does not understand and a name server may. */
    static InvalidEntry opaque(int token, String what) {
        return new InvalidEntry(token, what, "", true);
    }

    /** Returns the index of the token. */
    int token() {
        return token;
    }

    /** Returns whether a name server may understand the data: the record is kept as text. */
    boolean isOpaque() {
        return opaque;
    }

    /** Returns what is wrong. */
    String what() {
        return String.valueOf(getMessage());
    }

    /** Returns what to do about it; empty where the format of the data says it. */
    String fix() {
        return fix;
    }

    /** Returns what to do about it, {@code format} for invalid data. */
    String fixOr(String format) {
        return fix.isEmpty() ? format : fix;
    }
}
