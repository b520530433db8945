package dev.wgmesh.serve;

/** A message as received. */
final class RequestMessage {
    private final byte[] octets;
    private final boolean overTcp;
    private final boolean fromLoopback;

    /**
     * Creates a message.
     *
     * @param octets not changed afterwards
     * @param overTcp true: TCP, false: UDP
     * @param fromLoopback whether the sender is on this machine
     */
    RequestMessage(byte[] octets, boolean overTcp, boolean fromLoopback) {
        this.octets = octets;
        this.overTcp = overTcp;
        this.fromLoopback = fromLoopback;
    }

    byte[] octets() {
        return octets;
    }

    boolean overTcp() {
        return overTcp;
    }

    boolean fromLoopback() {
        return fromLoopback;
    }
}
