package dev.wgmesh.mesh;

import java.util.Locale;

/** How the session of a peer on the interface is. */
public enum SessionHealth {
    /** Its last handshake is less than 275 s old. */
    UP,
    /** Its endpoint was written a moment ago, and there is no handshake yet. */
    TRYING,
    /** Nothing was sent since the last session: the next packet begins one. */
    IDLE,
    /** It has no endpoint, so it must connect to this node. */
    WAITING,
    /** Packets were sent to it, and no answer came. */
    DEAD;

    static SessionHealth of(PeerSession session) {
        if (session.isLive()) {
            return UP;
        }
        if (session.endpoint().isEmpty()) {
            return WAITING;
        }
        if (!session.isSending()) {
            return IDLE;
        }
        return session.isStale() ? DEAD : TRYING;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
