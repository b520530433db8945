package dev.wgmesh.testing.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A wg0 created by hand, with one mesh address, on port 51820. */
record ManualTunnel(LabNode node, String address, String key) {

    /** Makes the interface with a fresh key. */
    static ManualTunnel up(LabNode node, String address) {
        node.wireguard("wg0");
        Path secret = node.folder().resolve("key");
        try {
            Files.writeString(secret, node.exec("wg", "genkey").requireSuccess());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String file = secret.toString();
        node.exec("wg", "set", "wg0", "listen-port", "51820", "private-key", file).requireSuccess();
        node.exec("ip", "address", "add", address + "/24", "dev", "wg0").requireSuccess();
        String key = node.exec("wg", "show", "wg0", "public-key").requireSuccess().strip();
        return new ManualTunnel(node, address, key);
    }

    /**
     * Adds a peer; an empty endpoint waits for the peer to connect, any other keeps the way open.
     */
    void peer(ManualTunnel other, String endpoint) {
        List<String> words = new ArrayList<>(List.of("wg", "set", "wg0", "peer", other.key));
        words.addAll(List.of("allowed-ips", other.address + "/32"));
        if (!endpoint.isEmpty()) {
            words.addAll(List.of("endpoint", endpoint, "persistent-keepalive", "25"));
        }
        node.exec(words.toArray(String[]::new)).requireSuccess();
    }

    /** What a person would look at when a ping failed. */
    String state() {
        return node.exec("sh", "-c", "wg show; ip route; ip address").out();
    }
}
