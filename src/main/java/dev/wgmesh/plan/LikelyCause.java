package dev.wgmesh.plan;

import dev.wgmesh.mesh.ClaimPath;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.mesh.TunnelMtu;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Route;
import dev.wgmesh.problem.Problem;
import java.util.List;
import java.util.Optional;

/**
 * The most likely cause why two members do not reach each other: the first of a list of causes, the
 * surest first.
 *
 * @param isFault false: nothing is in the way
 */
public record LikelyCause(boolean isFault, Problem problem) {
    /** Returns the cause in a pair. */
    public static LikelyCause of(PairReport pair) {
        HostName to = pair.to();
        Optional<MemberStatus> target = pair.target();
        if (target.isEmpty()) {
            return fault(
                    to,
                    "is not in the list of " + pair.there().report().mesh().name(),
                    "wg-mesh join " + to);
        }
        MemberStatus member = target.get();
        if (member.desired().isEmpty()) {
            return first(pair.problems())
                    .orElseGet(() -> fault(to, member.reason(), "wg-mesh show " + to));
        }
        DesiredPeer desired = member.desired().get();
        if (desired.paths().isEmpty()) {
            return first(pair.problems())
                    .orElseGet(() ->
                            fault(to, "none of its addresses is accepted", "wg-mesh show " + to));
        }
        Optional<LikelyCause> unreachable =
                pair.there()
                        .unreachable(to)
                        .filter(_ -> !member.up())
                        .map(group -> cannotMeet(pair, group.reason(), group.fix()));
        return unreachable.orElseGet(
                () -> pair.isHere() ? here(pair, member, desired) : away(pair, desired));
    }

    private static LikelyCause here(PairReport pair, MemberStatus member, DesiredPeer desired) {
        String device = pair.there().report().node().device();
        boolean up = pair.there().report().node().actual().map(DeviceState::up).orElse(false);
        if (!up) {
            return fault(device, "is down", "wg-mesh apply sets it up again");
        }
        return switch (member.path()) {
            case ABSENT -> absent(pair, device);
            case WAITING -> waiting(pair);
            case DEAD -> dead(pair, member);
            case TRYING ->
                    fault(pair.to(), member.reason(), "wait 15 s, then run this command again");
            case IDLE ->
                    fault(
                            pair.to(),
                            "has no session, since " + member.reason(),
                            member.address().map(it -> "ping " + it).orElse("send to it"));
            case RELAY -> relayed(pair, member, desired);
            case LAN, TUNNEL, OBSERVED -> up(pair, member, desired);
        };
    }

    private static LikelyCause absent(PairReport pair, String device) {
        Optional<LastPass> last = pair.there().report().lastPass();
        return last.flatMap(it -> first(it.failed()))
                .orElseGet(() ->
                        fault(
                                pair.to(),
                                "is not a peer of " + device + " yet",
                                "wg-mesh apply " + pair.there().report().mesh().name()));
    }

    /** The first one has no endpoint: the other one must send the first packet. */
    private static LikelyCause waiting(PairReport pair) {
        List<Endpoint> back = candidates(pair.origin());
        if (back.isEmpty()) {
            return cannotMeet(pair);
        }
        return fault(
                pair.to(),
                "must connect to this node at " + back.getFirst() + ", and has not",
                "on "
                        + pair.to()
                        + ": wg-mesh why "
                        + pair.from()
                        + "; here, let UDP port "
                        + back.getFirst().port()
                        + " in");
    }

    private static LikelyCause cannotMeet(PairReport pair) {
        return cannotMeet(
                pair,
                "neither publishes an endpoint that the other can send to",
                "publish one: wg-mesh set " + pair.to() + " --endpoint ADDRESS:PORT");
    }

    private static LikelyCause cannotMeet(PairReport pair, String reason, String fix) {
        return fault(pair.from() + ", " + pair.to(), "cannot meet: " + reason, fix);
    }

    private static LikelyCause dead(PairReport pair, MemberStatus member) {
        String at = member.endpoint().map(Endpoint::toString).orElse("its endpoint");
        PeerState peer = member.peer().orElseThrow();
        String there = "on " + pair.to() + ": wg-mesh why " + pair.from();
        if (member.desired().filter(it -> it.endpoint().unreachable()).isPresent()) {
            return cannotMeet(
                    pair,
                    member.reason(),
                    "let a member with a public address relay: wg-mesh set HOST --relay");
        }
        if (peer.handshake().isPresent()) {
            return fault(
                    pair.to(),
                    "answered until " + peer.handshake().get() + ", and no longer at " + at,
                    "check that the host is up; " + there);
        }
        String key =
                peer.presharedKey()
                        ? "has another preshared key, "
                        : "does not have this node as a peer, ";
        return fault(
                pair.to(),
                "has never answered at "
                        + at
                        + ": it is down, "
                        + key
                        + "or a firewall drops its UDP port",
                there);
    }

    /** Packets go through a relay, which needs a session of its own. */
    private static LikelyCause relayed(PairReport pair, MemberStatus member, DesiredPeer desired) {
        HostName relay = desired.relay().orElseThrow();
        boolean up = pair.there().member(relay).filter(it -> it.up()).isPresent();
        return up
                ? up(pair, member, desired)
                : fault(
                        relay,
                        "relays to " + pair.to() + ", and has no session",
                        "wg-mesh why " + relay);
    }

    /** There is a session: what could stop packets behind it. */
    private static LikelyCause up(PairReport pair, MemberStatus member, DesiredPeer desired) {
        for (ClaimPath path : desired.paths()) {
            Optional<Route> route = path.route();
            if (route.isPresent()
                    && pair.there()
                            .report()
                            .node()
                            .facts()
                            .routesOf(route.get().place().table())
                            .noneMatch(route.get()::equals)) {
                return fault(
                        "route " + path.claim(),
                        "is missing on this node",
                        "wg-mesh apply " + pair.there().report().mesh().name());
            }
        }
        Optional<LikelyCause> refused = first(pair.problems());
        if (refused.isPresent()) {
            return refused.get();
        }
        Optional<Problem> notice =
                desired.paths().stream().flatMap(path -> path.notice().stream()).findFirst();
        if (notice.isPresent()) {
            return new LikelyCause(true, notice.get());
        }
        int mtu = pair.there().report().node().actual().map(DeviceState::mtu).orElse(0);
        int fits = fits(pair, member);
        if (mtu > fits) {
            return fault(
                    pair.there().report().node().device(),
                    "has an MTU of " + mtu + ", and the path to the endpoint carries " + fits,
                    "ip link set " + pair.there().report().node().device() + " mtu " + fits);
        }
        if (member.ping().filter(ping -> ping.received() == 0).isPresent()) {
            return fault(
                    pair.to(),
                    "has a session, and does not answer pings to "
                            + member.address().map(IpAddress::toString).orElse("it"),
                    "on " + pair.to() + ": wg-mesh why " + pair.from());
        }
        String session =
                desired.relay()
                        .map(relay -> "the relay " + relay + " has a session")
                        .orElse("there is a session");
        return new LikelyCause(
                false, Problem.of(pair.to().text(), "nothing is in the way: " + session));
    }

    /** Returns the largest packet that the path to the endpoint carries, as far as is known. */
    private static int fits(PairReport pair, MemberStatus member) {
        Family family = member.endpoint().map(it -> it.address().family()).orElse(Family.V6);
        return pair.pathMtu()
                .map(path -> path - TunnelMtu.overhead(family))
                .orElse(Integer.MAX_VALUE);
    }

    /** Nothing is known but DNS. */
    private static LikelyCause away(PairReport pair, DesiredPeer desired) {
        Optional<LikelyCause> refused = first(pair.problems()).or(() -> first(pair.problemsBack()));
        if (refused.isPresent()) {
            return refused.get();
        }
        List<Endpoint> back = candidates(pair.origin());
        if (desired.relay().isEmpty() && desired.candidates().isEmpty() && back.isEmpty()) {
            return cannotMeet(pair);
        }
        return new LikelyCause(
                false,
                new Problem(
                        pair.from() + ", " + pair.to(),
                        "nothing in DNS is in the way",
                        "on " + pair.from() + ": wg-mesh why " + pair.to()));
    }

    private static List<Endpoint> candidates(Optional<MemberStatus> member) {
        return member.flatMap(MemberStatus::desired).map(DesiredPeer::candidates).orElse(List.of());
    }

    private static Optional<LikelyCause> first(List<Problem> problems) {
        return problems.stream().findFirst().map(problem -> new LikelyCause(true, problem));
    }

    private static LikelyCause fault(HostName host, String what, String fix) {
        return fault(host.text(), what, fix);
    }

    private static LikelyCause fault(String where, String what, String fix) {
        return new LikelyCause(true, new Problem(where, what, fix));
    }
}
