package dev.wgmesh.model;

import dev.wgmesh.keys.PublicKey;
import java.util.List;
import java.util.Optional;

/**
 * The actual state of a WireGuard interface.
 *
 * @param name of the interface: {@code wg0}
 * @param key its public key; empty where it has no private key yet
 * @param port it listens on, UDP; 0: not listening
 * @param addresses on the interface, sorted
 * @param peers sorted by key
 */
public record DeviceState(
        String name,
        Optional<PublicKey> key,
        int port,
        boolean up,
        int mtu,
        List<IpAddress> addresses,
        List<PeerState> peers) {
    /** Sorts and copies. */
    public DeviceState {
        addresses = SortedList.copyOf(addresses);
        peers = peers.stream().sorted((a, b) -> a.peer().key().compareTo(b.peer().key())).toList();
    }

    /** Returns the interface with other peers. */
    public DeviceState withPeers(List<PeerState> others) {
        return new DeviceState(name, key, port, up, mtu, addresses, others);
    }
}
