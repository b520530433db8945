package dev.wgmesh.dns;

import java.io.IOException;

/** A socket with exchanges, driven by a batch's selector. */
interface Transport {
    /** Reads and writes as much as possible without blocking. */
    void ready();

    /** Removes an exchange whose deadline has passed. */
    void expire(QueryExchange exchange);

    /** Returns the number of packets that answered no query. */
    int unrelatedPackets();

    /** Receives the events of a transport. */
    interface Listener {
        void replied(QueryExchange exchange, QueryExchange.Reply reply);

        /**
         * Called when an exchange ends without an answer.
         *
         * @param blameless whether the server is not at fault and is queried again
         */
        void failed(QueryExchange exchange, ServerFault fault, boolean blameless);

        /**
         * Called when a connection ended with several open queries: the server may not support
         * pipelining.
         */
        void pipeliningFailed(NameServer server);
    }

    /** Returns the fault for an exception of a socket. */
    static ServerFault fault(IOException e, boolean overTcp) {
        String text = e.getMessage();
        String why =
                e instanceof java.net.PortUnreachableException
                        ? "nothing listens on that port"
                        : text == null ? e.getClass().getSimpleName() : text;
        return overTcp ? ServerFault.unreachableOverTcp(why) : ServerFault.unreachable(why);
    }
}
