package dev.wgmesh.device;

/** What a line of {@code ip monitor} is about. */
public enum NetworkEvent {
    /** The WireGuard interface, an address of it, or a route of wg-mesh that was removed. */
    DEVICE,
    /** An address, a link or a default route of this node. */
    NETWORK
}
