package dev.wgmesh.device;

import dev.wgmesh.keys.PresharedKey;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.plan.DeviceChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes changes of peers as arguments of {@code wg set} and as wg(8)'s configuration. */
final class PeerCommands {
    /** Where {@code wg} reads a key or a configuration: every user can see arguments. */
    static final String STDIN = "/dev/stdin";

    /** An empty file: no preshared key. */
    private static final String NOTHING = "/dev/null";

    private PeerCommands() {}

    /** Returns the key that a change sets, in base64. */
    static Optional<String> secret(DeviceChange.PeerChange change) {
        return switch (change) {
            case DeviceChange.AddPeer(_, Optional<PresharedKey> key) ->
                    key.map(PresharedKey::reveal);
            case DeviceChange.SetPresharedKey(_, Optional<PresharedKey> key) ->
                    key.map(PresharedKey::reveal);
            case DeviceChange.SetPrivateKey(PrivateKey key) -> Optional.of(key.reveal());
            case DeviceChange.UpdatePeer _, DeviceChange.RemovePeer _ -> Optional.empty();
        };
    }

    /** Returns a change of a peer as arguments of {@code wg set IF}. */
    static List<String> arguments(DeviceChange.PeerChange change) {
        return switch (change) {
            case DeviceChange.AddPeer(Peer peer, Optional<PresharedKey> key) ->
                    arguments(
                            peer.key(),
                            key.map(_ -> STDIN),
                            peer.endpoint().map(Object::toString),
                            Optional.of(peer.allowedIps()),
                            Optional.of(peer.keepalive()));
            case DeviceChange.UpdatePeer update ->
                    arguments(
                            update.key(),
                            Optional.empty(),
                            update.endpoint().map(Object::toString),
                            update.allowedIps(),
                            update.keepalive());
            case DeviceChange.SetPresharedKey(PublicKey peer, Optional<PresharedKey> key) ->
                    arguments(
                            peer,
                            Optional.of(key.map(_ -> STDIN).orElse(NOTHING)),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty());
            case DeviceChange.SetPrivateKey _ -> List.of("private-key", STDIN);
            case DeviceChange.RemovePeer(PublicKey key) -> List.of("peer", key.base64(), "remove");
        };
    }

    private static List<String> arguments(
            PublicKey peer,
            Optional<String> secretFile,
            Optional<String> endpoint,
            Optional<List<Prefix>> allowedIps,
            Optional<Duration> keepalive) {
        var words = new ArrayList<>(List.of("peer", peer.base64()));
        secretFile.ifPresent(file -> words.addAll(List.of("preshared-key", file)));
        endpoint.ifPresent(text -> words.addAll(List.of("endpoint", text)));
        allowedIps.ifPresent(ips -> words.addAll(List.of("allowed-ips", joined(ips))));
        keepalive.ifPresent(it -> words.addAll(List.of("persistent-keepalive", seconds(it))));
        return words;
    }

    /** Returns a peer as a section of the configuration that {@code wg addconf} reads. */
    static String section(DeviceChange.AddPeer add) {
        Peer peer = add.peer();
        var text = new StringBuilder("[Peer]\n");
        text.append("PublicKey = ").append(peer.key().base64()).append('\n');
        add.presharedKey()
                .ifPresent(key -> text.append("PresharedKey = ").append(key.reveal()).append('\n'));
        peer.endpoint().ifPresent(at -> text.append("Endpoint = ").append(at).append('\n'));
        if (!peer.allowedIps().isEmpty()) {
            // a peer of a configuration has no others
            text.append("AllowedIPs = ").append(joined(peer.allowedIps())).append('\n');
        }
        return text.append("PersistentKeepalive = ")
                .append(seconds(peer.keepalive()))
                .append('\n')
                .toString();
    }

    private static String joined(List<Prefix> prefixes) {
        return prefixes.stream().map(Prefix::toString).collect(Collectors.joining(","));
    }

    private static String seconds(Duration keepalive) {
        return keepalive.isZero() ? "off" : Long.toString(keepalive.toSeconds());
    }
}
