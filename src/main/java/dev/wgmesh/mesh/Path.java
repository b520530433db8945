package dev.wgmesh.mesh;

import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import java.util.Locale;
import java.util.Optional;

/**
 * How packets to one claim of a member go.
 *
 * @param route that takes them there; empty where they go as they would without us
 * @param reason in words, the end of a sentence about the claim
 */
public record Path(Prefix claim, Kind kind, Optional<Route> route, String reason) {
    /** The rows of the path table. */
    public enum Kind {
        /** The member's own public endpoint address: as before, not encrypted, no allowed IP. */
        PUBLIC,
        /** The endpoint its tunnel uses: it cannot go into that tunnel. */
        ENDPOINT,
        /** A proved neighbour's address on my LAN: direct, not encrypted. */
        LAN,
        /** A proved neighbour: direct over its LAN address, not encrypted. */
        DIRECT,
        /** Through the tunnel. */
        TUNNEL,
        /** The brief's first implementation has no peer here: as before. */
        ORIGIN;

        /** Whether the claim is one of the peer's allowed IPs. */
        public boolean isAllowedIp() {
            return this != PUBLIC;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
