package dev.wgmesh.render;

import static java.util.stream.Collectors.joining;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.plan.StaticConfiguration;
import dev.wgmesh.plan.StaticPeer;
import java.util.Optional;

/** A configuration in the format of wg-quick(8), or of wg(8), which has less. */
final class WgQuickText {
    private WgQuickText() {}

    /** Returns the file for wg-quick. */
    static ConfigurationFile quick(
            StaticConfiguration configuration, String device, Optional<PrivateKey> key) {
        return new ConfigurationFile(
                device + ".conf",
                ConfigurationNotes.head(configuration)
                        + interfaceSection(configuration, key)
                        + peers(configuration, true));
    }

    /** Returns the file for wg-quick without comments, for a QR code, which has little room. */
    static String compact(StaticConfiguration configuration, PrivateKey key) {
        return interfaceSection(configuration, Optional.of(key)) + peers(configuration, false);
    }

    /** Returns the file for wg setconf. */
    static ConfigurationFile plain(
            StaticConfiguration configuration, String device, Optional<PrivateKey> key) {
        String set =
                configuration.addresses().stream()
                        .map(address -> "#   ip address add " + address + " dev " + device + "\n")
                        .collect(joining("", "# wg does not set addresses, MTU and routes:\n", ""));
        String mtu = "#   ip link set " + device + " mtu " + configuration.mtu() + " up\n";
        String routes =
                configuration.peers().stream()
                        .flatMap(peer -> peer.peer().allowedIps().stream())
                        .map(prefix -> "#   ip route add " + prefix + " dev " + device + "\n")
                        .collect(joining());
        return new ConfigurationFile(
                device + ".conf",
                ConfigurationNotes.head(configuration)
                        + set
                        + mtu
                        + routes
                        + "[Interface]\n"
                        + privateKey(key)
                        + ("ListenPort = " + configuration.port() + "\n")
                        + peers(configuration, true));
    }

    private static String interfaceSection(
            StaticConfiguration configuration, Optional<PrivateKey> key) {
        String addresses =
                configuration.addresses().stream()
                        .map(IpAddress::asPrefix)
                        .map(Prefix::toString)
                        .collect(joining(", "));
        return "[Interface]\n"
                + privateKey(key)
                + (addresses.isEmpty() ? "" : "Address = " + addresses + "\n")
                + ("ListenPort = " + configuration.port() + "\n")
                + ("MTU = " + configuration.mtu() + "\n");
    }

    private static String privateKey(Optional<PrivateKey> key) {
        return key.map(it -> "PrivateKey = " + it.reveal() + "\n")
                .orElse("# PrivateKey = add the private key of the member here\n");
    }

    private static String peers(StaticConfiguration configuration, boolean comments) {
        return configuration.peers().stream()
                .map(peer -> "\n" + (comments ? ConfigurationNotes.peer(peer) : "") + section(peer))
                .collect(joining());
    }

    private static String section(StaticPeer member) {
        var peer = member.peer();
        String allowed = peer.allowedIps().stream().map(Prefix::toString).collect(joining(", "));
        return "[Peer]\nPublicKey = "
                + peer.key()
                + "\n"
                + (allowed.isEmpty() ? "" : "AllowedIPs = " + allowed + "\n")
                + peer.endpoint().map(it -> "Endpoint = " + it + "\n").orElse("")
                + (peer.keepalive().isZero()
                        ? ""
                        : "PersistentKeepalive = " + peer.keepalive().toSeconds() + "\n");
    }
}
