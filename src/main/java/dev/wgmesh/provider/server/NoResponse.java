package dev.wgmesh.provider.server;

import java.io.IOException;

/** No reply came, or none that is a DNS message. */
final class NoResponse extends IOException {
    private static final long serialVersionUID = 1;

    /** How far the exchange went. */
    enum Stage {
        /** No connection: the server has received nothing. */
        CONNECTING,
        /** The server said nothing in time. */
        SILENCE,
        /** The connection ended, or what came over it was no message. */
        BROKEN
    }

    private final Stage stage;
    private final transient DnsServerFault fault;

    NoResponse(Stage stage, DnsServerFault fault) {
        super(fault.what());
        this.stage = stage;
        this.fault = fault;
    }

    Stage stage() {
        return stage;
    }

    DnsServerFault fault() {
        return fault;
    }
}
