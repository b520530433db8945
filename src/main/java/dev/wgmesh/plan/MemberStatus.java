package dev.wgmesh.plan;

import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.mesh.EndpointOrigin;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A member as this node sees it now.
 *
 * @param up whether there is a session: with the member, or with the relay to it
 * @param reason of the path, in words
 * @param peer on the interface; empty: it has none
 * @param origin of the peer's endpoint; empty: it has none
 * @param desired what apply wants of the peer; empty: the member is not to be a peer
 * @param rate since the sample before; empty: not known
 * @param ping empty: not asked for, or the member has no address to ping
 */
public record MemberStatus(
        HostName host,
        MemberPath path,
        boolean up,
        String reason,
        Optional<PeerState> peer,
        Optional<EndpointOrigin> origin,
        Optional<DesiredPeer> desired,
        Optional<TrafficRate> rate,
        Optional<PingResult> ping) {
    /** Returns the endpoint of the peer. */
    public Optional<Endpoint> endpoint() {
        return peer.flatMap(state -> state.peer().endpoint());
    }

    /** Returns its first accepted address in the mesh. */
    public Optional<IpAddress> address() {
        return desired.stream()
                .flatMap(it -> it.paths().stream())
                .filter(path -> path.kind().isAllowedIp() && path.claim().isHost())
                .map(path -> path.claim())
                .map(Prefix::network)
                .findFirst();
    }

    MemberStatus withReason(String words) {
        return new MemberStatus(host, path, up, words, peer, origin, desired, rate, ping);
    }

    MemberStatus withPing(Optional<PingResult> result) {
        return new MemberStatus(host, path, up, reason, peer, origin, desired, rate, result);
    }

    /** Returns the member with what is known of the session of its relay; others as they are. */
    MemberStatus withRelay(Predicate<HostName> hasSession) {
        Optional<HostName> without =
                desired.flatMap(DesiredPeer::relay)
                        .filter(_ -> path == MemberPath.RELAY)
                        .filter(relay -> !hasSession.test(relay));
        return without.map(relay ->
                        new MemberStatus(
                                host,
                                path,
                                false,
                                "the relay " + relay + " has no session",
                                peer,
                                origin,
                                desired,
                                rate,
                                ping))
                .orElse(this);
    }
}
