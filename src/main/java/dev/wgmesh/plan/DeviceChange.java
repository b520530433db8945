package dev.wgmesh.plan;

import dev.wgmesh.keys.PresharedKey;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One change of a WireGuard interface, its addresses or its routes. */
public sealed interface DeviceChange {
    /** A change of a peer of the interface, or of its private key. */
    sealed interface PeerChange extends DeviceChange {}

    /** A change of the link, its addresses or its routes. */
    sealed interface NetworkChange extends DeviceChange {}

    /** The interface is down; it is set up before anything else, since routes need it. */
    record SetLinkUp() implements NetworkChange {}

    /**
     * The mesh has a peer that the device lacks.
     *
     * @param presharedKey set in the same step, so that no handshake is made without it; empty:
     *     none
     */
    record AddPeer(Peer peer, Optional<PresharedKey> presharedKey) implements PeerChange {
        /** Adds a peer without a preshared key. */
        public AddPeer(Peer peer) {
            this(peer, Optional.empty());
        }
    }

    /**
     * The private key of the interface changes. WireGuard still accepts packets of the running
     * sessions, and begins a handshake before it sends.
     */
    record SetPrivateKey(PrivateKey key) implements PeerChange {}

    /**
     * The preshared key of a peer changes. The running session stays; the next handshake uses the
     * new key.
     *
     * @param presharedKey empty: none from now on
     */
    record SetPresharedKey(PublicKey key, Optional<PresharedKey> presharedKey)
            implements PeerChange {}

    /**
     * A peer differs; only what is present here is written.
     *
     * @param allowedIps all of them, where they differ
     */
    record UpdatePeer(
            PublicKey key,
            Optional<Endpoint> endpoint,
            Optional<List<Prefix>> allowedIps,
            Optional<Duration> keepalive)
            implements PeerChange {}

    /** The device has a peer that is no longer a member; its session ends. */
    record RemovePeer(PublicKey key) implements PeerChange {}

    /** The interface lacks a mesh address of this node. */
    record AddAddress(IpAddress address) implements NetworkChange {}

    /** The interface has an owned address that is no longer a mesh address of this node. */
    record RemoveAddress(IpAddress address) implements NetworkChange {}

    /** A route is missing. */
    record AddRoute(Route route) implements NetworkChange {}

    /** An owned route leads elsewhere; it is replaced in one step. */
    record ReplaceRoute(Route before, Route after) implements NetworkChange {}

    /** An owned route is no longer needed. */
    record RemoveRoute(Route route) implements NetworkChange {}

    /**
     * The kernel begins, or ends, to forward packets that arrive at the interface, to the interface
     * only.
     *
     * @param table the routing table by which they are forwarded
     */
    record SetForwarding(Family family, boolean on, long table) implements NetworkChange {}
}
