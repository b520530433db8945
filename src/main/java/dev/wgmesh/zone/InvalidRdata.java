package dev.wgmesh.zone;

/** The reason why a name or the data of a record is invalid, and the token at fault. */
final class InvalidRdata extends Exception {
    private static final long serialVersionUID = 1;
    private final int token;
    private final String fix;
    private final boolean opaque;

    InvalidRdata(int token, String what) {
        this(token, what, "", false);
    }

    private InvalidRdata(int token, String what, String fix, boolean opaque) {
        super(what, null, false, false);
        this.token = token;
        this.fix = fix;
        this.opaque = opaque;
    }

    /** Returns the reason for a relative name where no origin is known. */
    static InvalidRdata relativeName(int token, String name) {
        return new InvalidRdata(
                token,
                "the relative name " + name + " needs an origin",
                "write $ORIGIN above this line, or a dot at the end of the name",
                false);
    }

    /** Returns the reason for data that wg-mesh does not understand and a name server may. */
    static InvalidRdata opaque(int token, String what) {
        return new InvalidRdata(token, what, "", true);
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

    /** Returns what to do about it, or {@code usual} where the reason has no fix of its own. */
    String fixOr(String usual) {
        return fix.isEmpty() ? usual : fix;
    }
}
