package dev.wgmesh.plan;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.plan.DeviceChange.AddPeer;
import dev.wgmesh.plan.DeviceChange.SetPresharedKey;
import dev.wgmesh.plan.DeviceChange.UpdatePeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The difference between the actual and the desired peers.
 *
 * <table><caption>What is written of a peer</caption>
 * <tr><td>missing</td><td>all of it</td></tr>
 * <tr><td>as desired</td><td>nothing: it is not mentioned</td></tr>
 * <tr><td>preshared key differs</td><td>the preshared key</td></tr>
 * <tr><td>keepalive differs</td><td>the keepalive</td></tr>
 * <tr><td>endpoint</td><td>only where the rule says so, whatever differs</td></tr>
 * <tr><td>allowed IPs differ</td><td>all of them; one that moves is taken first, then given</td></tr>
 * </table>
 *
 * @param removals updates that take allowed IPs away, and preshared keys
 * @param additions new peers, and updates that give
 */
record PeerDifference(List<PlannedChange> removals, List<PlannedChange> additions) {

    static PeerDifference of(Map<PublicKey, PeerState> actual, List<DesiredPeer> desired) {
        Set<Prefix> moving = movedAllowedIps(actual, desired);
        var take = new ArrayList<PlannedChange>();
        var give = new ArrayList<PlannedChange>();
        for (DesiredPeer member : desired) {
            compare(actual, member, "is a new member", moving, take, give);
            if (member.standby().isPresent()) {
                DesiredPeer standby = member.standby().get().peer();
                compare(actual, standby, "announces this key", moving, take, give);
            }
        }
        return new PeerDifference(take, give);
    }

    private static void compare(
            Map<PublicKey, PeerState> actual,
            DesiredPeer peer,
            String whyNew,
            Set<Prefix> moving,
            List<PlannedChange> take,
            List<PlannedChange> give) {
        PeerState there = actual.get(peer.peer().key());
        if (there != null) {
            if (!isAsDesired(there.peer(), peer)) {
                update(there.peer(), peer, moving, take, give);
            }
        } else if (peer.required()) {
            var add = new AddPeer(peer.peer(), peer.psk().key());
            give.add(new PlannedChange(add, peer.host() + " " + whyNew));
        }
    }

    private static boolean isAsDesired(Peer there, DesiredPeer peer) {
        return there.allowedIps().equals(peer.peer().allowedIps())
                && there.keepalive().equals(peer.peer().keepalive())
                && !peer.endpoint().write()
                && !peer.psk().write();
    }

    /** Returns the allowed IPs that move from one peer to another. */
    private static Set<Prefix> movedAllowedIps(
            Map<PublicKey, PeerState> actual, List<DesiredPeer> desired) {
        Set<Prefix> gained = new HashSet<>();
        for (DesiredPeer peer : desired) {
            PeerState there = actual.get(peer.peer().key());
            List<Prefix> before = there != null ? there.peer().allowedIps() : List.of();
            if (!before.equals(peer.peer().allowedIps())) {
                Set<Prefix> has = new HashSet<>(before);
                for (Prefix ip : peer.peer().allowedIps()) {
                    if (!has.contains(ip)) {
                        gained.add(ip);
                    }
                }
            }
        }
        return gained;
    }

    private static void update(
            Peer there,
            DesiredPeer peer,
            Set<Prefix> moving,
            List<PlannedChange> take,
            List<PlannedChange> give) {
        List<Prefix> before = there.allowedIps();
        List<Prefix> after = peer.peer().allowedIps();
        List<Prefix> both = inBoth(before, after);
        boolean gains = both.size() < after.size();
        boolean loses = both.size() < before.size();
        boolean passesOn =
                loses && before.stream().anyMatch(ip -> moving.contains(ip) && !after.contains(ip));
        if (gains && passesOn) {
            take.add(
                    new PlannedChange(
                            allowedIps(there.key(), both),
                            peer.host() + " gives addresses to another peer"));
        }
        Optional<Endpoint> endpoint = peer.peer().endpoint().filter(_ -> peer.endpoint().write());
        Optional<List<Prefix>> allowed = gains || loses ? Optional.of(after) : Optional.empty();
        Duration wanted = peer.peer().keepalive();
        Optional<Duration> keepalive =
                Optional.of(wanted).filter(k -> !k.equals(there.keepalive()));
        if (peer.psk().write()) {
            // before it is given an address
            take.add(
                    new PlannedChange(
                            new SetPresharedKey(there.key(), peer.psk().key()),
                            peer.host() + ": " + peer.psk().reason()));
        }
        if (endpoint.isPresent() || allowed.isPresent() || keepalive.isPresent()) {
            var change = new UpdatePeer(there.key(), endpoint, allowed, keepalive);
            var planned = new PlannedChange(change, reason(peer, change));
            (loses && !gains ? take : give).add(planned);
        }
    }

    private static List<Prefix> inBoth(List<Prefix> before, List<Prefix> after) {
        if (before.equals(after)) {
            return after;
        }
        var other = new HashSet<>(after);
        return before.stream().filter(other::contains).toList();
    }

    private static UpdatePeer allowedIps(PublicKey key, List<Prefix> ips) {
        return new UpdatePeer(key, Optional.empty(), Optional.of(ips), Optional.empty());
    }

    private static String reason(DesiredPeer peer, UpdatePeer change) {
        return Stream.of(
                        change.endpoint().map(_ -> "endpoint: " + peer.endpoint().reason()),
                        change.allowedIps().map(_ -> "addresses changed"),
                        change.keepalive().map(k -> k.isZero() ? "keepalive off" : "keepalive"))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", ", peer.host() + ": ", ""));
    }
}
