package dev.wgmesh.plan;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A peer as a configuration file has it.
 *
 * @param comment the comment that names it; empty: none
 * @param endpoint as written: an address or a host name, with a port; empty: none
 * @param allowedIps as WireGuard takes them: without host bits
 * @param keepalive zero: off
 * @param hasPresharedKey whether it has a preshared key, whose text is not kept
 */
public record ConfiguredPeer(
        Optional<String> comment,
        PublicKey key,
        Optional<String> endpoint,
        List<Prefix> allowedIps,
        Duration keepalive,
        boolean hasPresharedKey) {
    public ConfiguredPeer {
        allowedIps = List.copyOf(allowedIps);
    }

    static ConfiguredPeer of(PeerState state) {
        Peer peer = state.peer();
        return new ConfiguredPeer(
                Optional.empty(),
                peer.key(),
                peer.endpoint().map(Endpoint::toString),
                peer.allowedIps(),
                peer.keepalive(),
                state.presharedKey());
    }
}
