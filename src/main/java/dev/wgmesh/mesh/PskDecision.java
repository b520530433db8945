package dev.wgmesh.mesh;

import dev.wgmesh.keys.PresharedKey;
import java.time.Instant;
import java.util.Optional;

/**
 * What becomes of the preshared key of a peer.
 *
 * @param kind whether it is managed, and whether it was somebody else's
 * @param key the desired one; empty: none, or not managed
 * @param write whether the peer has another one
 * @param reason why, in words
 * @param use what this process gave the peer; empty: not managed
 * @param shown the id of the newest secret that the peer has shown to have
 * @param until when the decision changes unless a handshake comes; empty: never
 */
public record PskDecision(
        Kind kind,
        Optional<PresharedKey> key,
        boolean write,
        String reason,
        Optional<PskUse> use,
        Optional<String> shown,
        Optional<Instant> until) {
    /** How a preshared key is managed. */
    public enum Kind {
        /** The node has no secret: the peer keeps what it has. */
        UNMANAGED,
        /** The key is one that wg-mesh derives, or none. */
        MANAGED,
        /** The peer has the key of somebody else, and keeps it. */
        FOREIGN_KEPT,
        /** The peer has the key of somebody else, which is replaced. */
        FOREIGN_REPLACED
    }

    /** Returns the decision not to touch what the peer has. */
    static PskDecision keep(Kind kind) {
        return new PskDecision(
                kind,
                Optional.empty(),
                false,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
