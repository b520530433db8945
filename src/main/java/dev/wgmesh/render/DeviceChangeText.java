package dev.wgmesh.render;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.plan.DeviceChange;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** A change of a device as an engineer reads it, in the words of {@code wg} and {@code ip}. */
final class DeviceChangeText {
    private DeviceChangeText() {}

    static String of(DeviceChange change) {
        return switch (change) {
            case DeviceChange.AddPeer(Peer peer) ->
                    "+ peer "
                            + peer.key()
                            + peer.endpoint().map(e -> " endpoint " + e).orElse("")
                            + allowed(peer.allowedIps())
                            + (peer.keepalive().isZero() ? "" : keepalive(peer.keepalive()));
            case DeviceChange.UpdatePeer update ->
                    "~ peer "
                            + update.key()
                            + update.endpoint().map(e -> " endpoint " + e).orElse("")
                            + update.allowedIps().map(DeviceChangeText::allowed).orElse("")
                            + update.keepalive().map(DeviceChangeText::keepalive).orElse("");
            case DeviceChange.RemovePeer(PublicKey key) -> "- peer " + key;
            case DeviceChange.AddAddress(IpAddress address) -> "+ address " + address.asPrefix();
            case DeviceChange.RemoveAddress(IpAddress address) ->
                    "- address " + address.asPrefix();
            case DeviceChange.AddRoute(Route route) -> "+ route " + of(route);
            case DeviceChange.ReplaceRoute(_, Route after) -> "~ route " + of(after);
            case DeviceChange.RemoveRoute(Route route) -> "- route " + of(route);
        };
    }

    /** {@code 10.0.0.3/32 via 192.168.1.3 dev eth0 src 10.0.0.1}. */
    static String of(Route route) {
        return route.destination()
                + route.via().map(hop -> " via " + hop).orElse("")
                + " dev "
                + route.device()
                + route.source().map(source -> " src " + source).orElse("");
    }

    private static String allowed(List<Prefix> prefixes) {
        return " allowed-ips "
                + (prefixes.isEmpty()
                        ? "(none)"
                        : prefixes.stream()
                                .map(Prefix::toString)
                                .collect(Collectors.joining(",")));
    }

    private static String keepalive(Duration keepalive) {
        return " persistent-keepalive " + (keepalive.isZero() ? "off" : keepalive.toSeconds());
    }
}
