package dev.wgmesh.mesh;

import java.util.Locale;

/** Where the endpoint of a peer comes from. */
public enum EndpointSource {
    /** The records of the member. */
    DNS,
    /** The answer of an observer. */
    OBSERVED,
    /** Packets of the peer, or a hand. */
    ROAMED,
    /** The peer has no endpoint. */
    NONE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
