package dev.wgmesh.zone;

/** The reason why the data of a record is invalid, and the token at fault. */
final class InvalidRdata extends Exception {
    private static final long serialVersionUID = 1;
    private final int token;
    private final boolean opaque;

    InvalidRdata(int token, String what) {
        this(token, what, false);
    }

    private InvalidRdata(int token, String what, boolean opaque) {
        super(what, null, false, false);
        this.token = token;
        this.opaque = opaque;
    }

    /** Returns the reason for data that wg-mesh does not understand and a name server may. */
    static InvalidRdata opaque(int token, String what) {
        return new InvalidRdata(token, what, true);
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
}
