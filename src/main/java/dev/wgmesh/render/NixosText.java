package dev.wgmesh.render;

import static java.util.stream.Collectors.joining;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.plan.StaticConfiguration;
import dev.wgmesh.plan.StaticPeer;
import java.util.List;

/**
 * A configuration as a NixOS module. It names the file of the private key: what a module holds,
 * every user of the machine can read.
 */
final class NixosText {
    private NixosText() {}

    /** Returns the module. */
    static ConfigurationFile file(StaticConfiguration configuration, String device) {
        List<Prefix> addresses =
                configuration.addresses().stream().map(IpAddress::asPrefix).toList();
        return new ConfigurationFile(
                device + ".nix",
                ConfigurationNotes.head(configuration)
                        + """
                        {
                          networking.firewall.allowedUDPPorts = [ %1$d ];
                          networking.wg-quick.interfaces."%2$s" = {
                            address = %3$s;
                            listenPort = %1$d;
                            mtu = %4$d;
                            privateKeyFile = "/etc/wg-mesh/%5$s.key";
                            peers = [
                        %6$s    ];
                          };
                        }
                        """
                                .formatted(
                                        configuration.port(),
                                        device,
                                        list(addresses),
                                        configuration.mtu(),
                                        configuration.host(),
                                        configuration.peers().stream()
                                                .map(NixosText::peer)
                                                .collect(joining())));
    }

    private static String peer(StaticPeer member) {
        Peer peer = member.peer();
        return ConfigurationNotes.peer(member).indent(6)
                + "      {\n"
                + ("        publicKey = \"" + peer.key() + "\";\n")
                + ("        allowedIPs = " + list(peer.allowedIps()) + ";\n")
                + peer.endpoint().map(it -> "        endpoint = \"" + it + "\";\n").orElse("")
                + (peer.keepalive().isZero()
                        ? ""
                        : "        persistentKeepalive = " + peer.keepalive().toSeconds() + ";\n")
                + "      }\n";
    }

    private static String list(List<Prefix> prefixes) {
        return prefixes.stream().map(it -> "\"" + it + "\"").collect(joining(" ", "[ ", " ]"));
    }
}
