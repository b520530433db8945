package dev.wgmesh.plan;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * A WireGuard interface as a configuration file has it.
 *
 * @param comment the comment that names it; empty: none
 * @param key of its private key, whose text is not kept; empty: the file has none
 * @param addresses without their prefix lengths
 * @param port empty: any
 * @param mtu in octets; empty: as wg-quick decides
 * @param others settings that WireGuard itself has not, such as DNS and PostUp, by name
 */
public record ConfiguredInterface(
        Optional<String> comment,
        Optional<PublicKey> key,
        List<IpAddress> addresses,
        Optional<Integer> port,
        Optional<Integer> mtu,
        List<String> others,
        List<ConfiguredPeer> peers) {
    public ConfiguredInterface {
        addresses = List.copyOf(addresses);
        others = List.copyOf(others);
        peers = List.copyOf(peers);
    }

    /** Returns the configuration of an interface that runs. */
    public static ConfiguredInterface of(DeviceState device) {
        return new ConfiguredInterface(
                Optional.empty(),
                device.key(),
                device.addresses(),
                Optional.of(device.port()).filter(port -> port > 0),
                Optional.of(device.mtu()),
                List.of(),
                device.peers().stream().map(ConfiguredPeer::of).toList());
    }
}
