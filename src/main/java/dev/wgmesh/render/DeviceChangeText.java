package dev.wgmesh.render;

import dev.wgmesh.keys.PresharedKey;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.plan.DeviceChange;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A change of a device on one line: {@code +} added, {@code ~} changed, {@code -} removed. */
final class DeviceChangeText {
    private final Map<PublicKey, HostName> members = new HashMap<>();

    DeviceChangeText(List<DesiredPeer> peers) {
        for (DesiredPeer peer : peers) {
            peer.all().forEach(one -> members.put(one.peer().key(), one.host()));
        }
    }

    String of(DeviceChange change) {
        return switch (change) {
            case DeviceChange.SetLinkUp() -> "~ interface up";
            case DeviceChange.AddPeer(Peer peer, Optional<PresharedKey> psk) ->
                    "+ peer "
                            + peerName(peer.key())
                            + settings(
                                    peer.endpoint(),
                                    Optional.of(peer.allowedIps()),
                                    Optional.of(peer.keepalive()).filter(k -> !k.isZero()))
                            + psk.map(_ -> " preshared-key").orElse("");
            case DeviceChange.SetPrivateKey(PrivateKey key) ->
                    "~ interface private-key of " + key.publicKey();
            case DeviceChange.SetPresharedKey(PublicKey key, Optional<PresharedKey> psk) ->
                    "~ peer "
                            + peerName(key)
                            + " preshared-key "
                            + (psk.isPresent() ? "set" : "none");
            case DeviceChange.UpdatePeer(
                            PublicKey key,
                            Optional<Endpoint> endpoint,
                            Optional<List<Prefix>> allowedIps,
                            Optional<Duration> keepalive) ->
                    "~ peer " + peerName(key) + settings(endpoint, allowedIps, keepalive);
            case DeviceChange.RemovePeer(PublicKey key) -> "- peer " + peerName(key);
            case DeviceChange.AddAddress(IpAddress address) -> "+ address " + address;
            case DeviceChange.RemoveAddress(IpAddress address) -> "- address " + address;
            case DeviceChange.AddRoute(Route route) -> "+ route " + route(route);
            case DeviceChange.ReplaceRoute(Route before, Route after) ->
                    "~ route " + route(after) + " (was " + nextHop(before).strip() + ")";
            case DeviceChange.RemoveRoute(Route route) -> "- route " + route(route);
            case DeviceChange.SetForwarding(Family family, boolean on, _) ->
                    (on ? "+" : "-") + " forwarding " + family.text();
        };
    }

    /** Returns the member's name; a key that is no member's is shown itself. */
    private String peerName(PublicKey key) {
        return Optional.ofNullable(members.get(key)).map(HostName::text).orElse(key.base64());
    }

    private static String settings(
            Optional<Endpoint> endpoint,
            Optional<List<Prefix>> allowedIps,
            Optional<Duration> keepalive) {
        return endpoint.map(e -> " endpoint " + e).orElse("")
                + allowedIps.map(list -> " allowed-ips " + joined(list)).orElse("")
                + keepalive.map(k -> " keepalive " + seconds(k)).orElse("");
    }

    private static String joined(List<Prefix> prefixes) {
        return prefixes.isEmpty()
                ? "none"
                : prefixes.stream().map(Prefix::toString).collect(Collectors.joining(","));
    }

    private static String seconds(Duration keepalive) {
        return keepalive.isZero() ? "off" : keepalive.toSeconds() + "s";
    }

    private static String route(Route route) {
        return route.destination() + nextHop(route);
    }

    private static String nextHop(Route route) {
        return route.via().map(via -> " via " + via).orElse("")
                + " dev "
                + route.device()
                + route.second().map(hop -> ", " + hop).orElse("")
                + route.source().map(source -> " src " + source).orElse("")
                + route.place().suffix();
    }
}
