package dev.wgmesh.serve;

import org.xbill.DNS.Rcode;

/** That a message is not done as asked: the rcode for its sender, and the reason for a person. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final int rcode;

    Refusal(int rcode, String reason) {
        super(reason);
        this.rcode = rcode;
    }

    int rcode() {
        return rcode;
    }

    /** {@code REFUSED: it is not signed}. */
    String text() {
        return Rcode.string(rcode) + ": " + getMessage();
    }
}
