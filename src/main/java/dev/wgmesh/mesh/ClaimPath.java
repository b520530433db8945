package dev.wgmesh.mesh;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.problem.Problem;
import java.util.Locale;
import java.util.Optional;

/**
 * The path of packets to one claim of a member.
 *
 * @param route of the packets; empty where the routes of the system apply
 * @param reason in words, the end of a sentence about the claim
 * @param dropsDirect whether a strict reverse path filter drops packets that the member sends
 *     directly, until its key has answered on a local network
 * @param notice what the user of this node should know about the path; equal ones are printed once
 */
public record ClaimPath(
        Prefix claim,
        Kind kind,
        Optional<Route> route,
        String reason,
        boolean dropsDirect,
        Optional<Problem> notice) {
    /** Creates a path without a notice. */
    ClaimPath(Prefix claim, Kind kind, Optional<Route> route, String reason) {
        this(claim, kind, route, reason, false, Optional.empty());
    }

    /** Returns this path through a relay; unchanged where the tunnel does not carry the claim. */
    ClaimPath through(HostName relay, String why, Route route) {
        return kind.isAllowedIp()
                ? new ClaimPath(
                        claim,
                        Kind.RELAY,
                        Optional.of(route),
                        "through the relay " + relay + ", which can read it: " + why,
                        false,
                        notice)
                : this;
    }

    /** Returns this path with a notice. */
    ClaimPath withNotice(Problem notice) {
        return new ClaimPath(claim, kind, route, reason, dropsDirect, Optional.of(notice));
    }

    /** The rows of the path table. */
    public enum Kind {
        /** The member's own public endpoint address: not encrypted, no allowed IP. */
        PUBLIC,
        /** The endpoint of its tunnel, which cannot be routed into that tunnel. */
        ENDPOINT,
        /** A proved neighbour's address on a local network: direct, not encrypted. */
        LAN,
        /** A proved neighbour: direct over its LAN address, not encrypted. */
        DIRECT,
        /** Through the tunnel. */
        TUNNEL,
        /** Through the tunnel to a relay, which can read the packets; allowed IP of the relay. */
        RELAY,
        /**
         * No peer, like the reference implementation of the plain format ({@code paths=origin}).
         */
        ORIGIN;

        /** Returns whether the claim is one of the peer's allowed IPs. */
        public boolean isAllowedIp() {
            return this != PUBLIC && this != RELAY;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
