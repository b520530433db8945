package dev.wgmesh.serve;

import org.xbill.DNS.Rcode;

/** The refusal of a request: the rcode for the sender, and the reason for the log. */
final class RcodeException extends Exception {
    private static final long serialVersionUID = 1;

    private final int rcode;

    RcodeException(int rcode, String reason) {
        super(reason);
        this.rcode = rcode;
    }

    int rcode() {
        return rcode;
    }

    /** Returns rcode and reason: {@code REFUSED: the request is not signed}. */
    String text() {
        return Rcode.string(rcode) + ": " + getMessage();
    }
}
