package dev.wgmesh.testing;

import dev.wgmesh.keys.PresharedKey;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.model.RoutePlace;
import dev.wgmesh.plan.DeviceChange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Device state and changes, a line each. */
public final class PeerText {
    private PeerText() {}

    public static String of(Peer peer) {
        return "peer "
                + letter(peer.key())
                + peer.endpoint().map(e -> " endpoint " + e).orElse("")
                + " allowed-ips "
                + list(peer.allowedIps())
                + (peer.keepalive().isZero() ? "" : keepalive(peer.keepalive()));
    }

    public static String of(Route route) {
        return "route "
                + text(route.destination())
                + route.via().map(v -> " via " + v).orElse("")
                + " dev "
                + route.device()
                + route.second().map(hop -> ", " + hop).orElse("")
                + route.source().map(s -> " src " + s).orElse("")
                + route.place().suffix()
                + (route.protocol() == Route.PROTOCOL ? "" : " proto " + route.protocol());
    }

    public static String of(DeviceChange change) {
        return switch (change) {
            case DeviceChange.SetLinkUp() -> "set link up";
            case DeviceChange.AddPeer(Peer peer, Optional<PresharedKey> psk) ->
                    "add " + of(peer) + psk.map(_ -> " preshared-key").orElse("");
            case DeviceChange.SetPrivateKey(PrivateKey own) ->
                    "set private-key of " + letter(own.publicKey());
            case DeviceChange.SetPresharedKey(PublicKey key, Optional<PresharedKey> psk) ->
                    "set peer "
                            + letter(key)
                            + " preshared-key "
                            + (psk.isPresent() ? "set" : "none");
            case DeviceChange.UpdatePeer u ->
                    "set peer "
                            + letter(u.key())
                            + u.endpoint().map(e -> " endpoint " + e).orElse("")
                            + u.allowedIps().map(ips -> " allowed-ips " + list(ips)).orElse("")
                            + u.keepalive().map(PeerText::keepalive).orElse("");
            case DeviceChange.RemovePeer(PublicKey key) -> "remove peer " + letter(key);
            case DeviceChange.AddAddress(IpAddress a) -> "add addr " + a;
            case DeviceChange.RemoveAddress(IpAddress a) -> "remove addr " + a;
            case DeviceChange.AddRoute(Route r) -> "add " + of(r);
            case DeviceChange.ReplaceRoute(_, Route r) -> "replace " + of(r);
            case DeviceChange.RemoveRoute(Route r) -> "remove " + of(r);
            case DeviceChange.SetForwarding(Family family, boolean on, long table) ->
                    "set forwarding "
                            + family.text()
                            + (on ? " on" : " off")
                            + new RoutePlace(table, 0).suffix();
        };
    }

    private static String keepalive(Duration keepalive) {
        return " keepalive " + keepalive.toSeconds();
    }

    private static String letter(PublicKey key) {
        return key.base64().substring(0, 1);
    }

    private static String list(List<Prefix> prefixes) {
        return prefixes.isEmpty()
                ? "(none)"
                : prefixes.stream().map(PeerText::text).collect(Collectors.joining(","));
    }

    private static String text(Prefix prefix) {
        return prefix.isHost() ? prefix.network().toString() : prefix.toString();
    }
}
