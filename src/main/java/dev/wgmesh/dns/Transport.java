package dev.wgmesh.dns;

import java.io.IOException;

/** A socket with exchanges on it, driven by a batch's selector. */
interface Transport {
    /** Reads and writes what can be without waiting. */
    void ready();

    /** Takes an exchange off whose time is over. */
    void expire(QueryExchange exchange);

    /** Packets that came and answered nothing. */
    int strays();

    /** Told what happens on a wire. */
    interface Listener {
        void replied(QueryExchange exchange, QueryExchange.Reply reply);

        /**
         * No answer will come.
         *
         * @param blameless whether the server did nothing wrong, and is asked again
         */
        void broke(QueryExchange exchange, ServerFault fault, boolean blameless);

        /** A connection ended with several queries under way: the server may take only one. */
        void pipeliningFailed(NameServer server);
    }

    /** What an exception of a socket says to a person. */
    static ServerFault fault(IOException e) {
        String text = e.getMessage();
        return ServerFault.unreachable(
                e instanceof java.net.PortUnreachableException
                        ? "nothing listens there"
                        : text == null ? e.getClass().getSimpleName() : text);
    }
}
