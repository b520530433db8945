package dev.wgmesh.provider.server;

import org.xbill.DNS.Message;

/** What came of a message to a server. */
sealed interface Reply {
    /** A reply to it, with a signature that holds where one is needed. */
    record Answered(Message message) implements Reply {}

    /** The server did not take the message, because of its signature. */
    record Rejected(Fault fault) implements Reply {}

    /**
     * None, or none that can be believed: whatever was asked for may have been done.
     *
     * @param late whether the server may still be about to do it: it said nothing in time
     */
    record Lost(Fault fault, boolean late) implements Reply {}

    /** The message was never sent. */
    record Unsent(Fault fault) implements Reply {}

    /** The reply where there was none. */
    static Reply of(NoReply none) {
        return none.stage() == NoReply.Stage.CONNECTING
                ? new Unsent(none.fault())
                : new Lost(none.fault(), none.stage() == NoReply.Stage.SILENCE);
    }
}
