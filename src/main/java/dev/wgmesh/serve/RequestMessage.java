package dev.wgmesh.serve;

/** A message as it came in. */
final class RequestMessage {
    private final byte[] octets;
    private final boolean overTcp;
    private final boolean fromLoopback;

    /**
     * A message.
     *
     * @param octets which nobody changes any more
     * @param overTcp over TCP, else over UDP
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
