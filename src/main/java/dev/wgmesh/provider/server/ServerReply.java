package dev.wgmesh.provider.server;

import org.xbill.DNS.Message;

/** What came of a message to a server. */
sealed interface ServerReply {
    /** A reply to it, with a signature that holds where one is needed. */
    record Answered(Message message) implements ServerReply {}

    /** The server did not take the message, because of its signature. */
    record Rejected(DnsServerFault fault) implements ServerReply {}

    /**
     * None, or none that can be believed: whatever was asked for may have been done.
     *
     * @param mayBeApplied whether the server may still be about to do it: it said nothing in time
     */
    record Lost(DnsServerFault fault, boolean mayBeApplied) implements ServerReply {}

    /** The message was never sent. */
    record Unsent(DnsServerFault fault) implements ServerReply {}

    /** Returns the reply where there was none. */
    static ServerReply of(NoResponse none) {
        return none.stage() == NoResponse.Stage.CONNECTING
                ? new Unsent(none.fault())
                : new Lost(none.fault(), none.stage() == NoResponse.Stage.SILENCE);
    }
}
