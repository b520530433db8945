package dev.wgmesh.plan;

import java.util.Locale;

/** How packets reach a member now. */
public enum MemberPath {
    /** A neighbour: over the local network, not encrypted. */
    LAN,
    /** Through the tunnel. */
    TUNNEL,
    /** Through the tunnel, to an address that another member observed. */
    OBSERVED,
    /** Through another member, whose session counts. */
    RELAY,
    /** No session, and nothing was sent: the next packet begins one. */
    IDLE,
    /** No session yet: an endpoint is being tried. */
    TRYING,
    /** No session: the member must connect to this node. */
    WAITING,
    /** No session: packets are not answered. */
    DEAD,
    /** Not a peer of the interface. */
    ABSENT;

    /** Returns whether there is a session; with RELAY, if the relay has one. */
    boolean isUp() {
        return switch (this) {
            case LAN, TUNNEL, OBSERVED, RELAY -> true;
            case IDLE, TRYING, WAITING, DEAD, ABSENT -> false;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
