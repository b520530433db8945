package dev.wgmesh.provider.server;

import java.util.Optional;
import org.xbill.DNS.TSIGRecord;

/** A message ready to be sent. */
final class SignedMessage {
    private final int id;
    private final byte[] octets;
    private final Optional<TSIGRecord> signature;

    /**
     * Creates a message.
     *
     * @param signature that its octets end with; empty: it is not signed
     */
    SignedMessage(int id, byte[] octets, Optional<TSIGRecord> signature) {
        this.id = id;
        this.octets = octets;
        this.signature = signature;
    }

    /** Returns what the reply must carry. */
    int id() {
        return id;
    }

    byte[] octets() {
        return octets;
    }

    /** Returns what the signature of the reply builds on. */
    Optional<TSIGRecord> signature() {
        return signature;
    }
}
