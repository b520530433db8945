package dev.wgmesh.render;

import static java.util.stream.Collectors.joining;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.plan.StaticConfiguration;
import dev.wgmesh.plan.StaticPeer;
import java.util.List;
import java.util.Optional;

/** A configuration for systemd-networkd: systemd.netdev(5), systemd.network(5). */
final class NetworkdText {
    private NetworkdText() {}

    /** Returns the .netdev and the .network file. */
    static List<ConfigurationFile> files(
            StaticConfiguration configuration, String device, Optional<PrivateKey> key) {
        return List.of(
                new ConfigurationFile(device + ".netdev", netdev(configuration, device, key)),
                new ConfigurationFile(device + ".network", network(configuration, device)));
    }

    private static String netdev(
            StaticConfiguration configuration, String device, Optional<PrivateKey> key) {
        String privateKey =
                key.map(it -> "PrivateKey=" + it.reveal() + "\n")
                        .orElse("PrivateKeyFile=/etc/wg-mesh/" + configuration.host() + ".key\n");
        return ConfigurationNotes.head(configuration)
                + "# Mode 0640, group systemd-network: it holds, or names, the private key.\n"
                + ("[NetDev]\nName=" + device + "\nKind=wireguard\n")
                + ("MTUBytes=" + configuration.mtu() + "\n\n")
                + ("[WireGuard]\n" + privateKey + "ListenPort=" + configuration.port() + "\n")
                + configuration.peers().stream().map(NetworkdText::peer).collect(joining());
    }

    private static String peer(StaticPeer member) {
        Peer peer = member.peer();
        String allowed = peer.allowedIps().stream().map(Prefix::toString).collect(joining(","));
        return "\n"
                + ConfigurationNotes.peer(member)
                + ("[WireGuardPeer]\nPublicKey=" + peer.key() + "\n")
                + (allowed.isEmpty() ? "" : "AllowedIPs=" + allowed + "\n")
                + peer.endpoint().map(it -> "Endpoint=" + it + "\n").orElse("")
                + (peer.keepalive().isZero()
                        ? ""
                        : "PersistentKeepalive=" + peer.keepalive().toSeconds() + "\n");
    }

    private static String network(StaticConfiguration configuration, String device) {
        String addresses =
                configuration.addresses().stream()
                        .map(address -> "Address=" + address.asPrefix() + "\n")
                        .collect(joining());
        String routes =
                configuration.peers().stream()
                        .flatMap(peer -> peer.peer().allowedIps().stream())
                        .map(prefix -> "\n[Route]\nDestination=" + prefix + "\nScope=link\n")
                        .collect(joining());
        return "[Match]\nName=" + device + "\n\n[Network]\n" + addresses + routes;
    }
}
