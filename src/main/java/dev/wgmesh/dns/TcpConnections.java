package dev.wgmesh.dns;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The TCP connections of a batch, one to a server: for answers that are too long for UDP, and for
 * many questions to an authoritative server. Such a server answers from its own data, so no
 * question on the connection waits for another server; a resolver may answer them one after the
 * other.
 */
final class TcpConnections {
    /** Open questions from which a connection costs less than a socket for each. */
    static final int MANY = 100;

    private final Selector selector;
    private final Transport.Listener listener;
    private final ServerHealth health;
    private final RandomGenerator random;
    private final Map<NameServer, TcpTransport> open = new HashMap<>();
    private final Set<NameServer> prepared = new HashSet<>();

    TcpConnections(
            Selector selector,
            Transport.Listener listener,
            ServerHealth health,
            RandomGenerator random) {
        this.selector = selector;
        this.listener = listener;
        this.health = health;
        this.random = random;
    }

    /** Sends the query at the next {@link #flush}, over a new connection where none is open. */
    Transport send(QueryExchange exchange) throws IOException {
        TcpTransport wire = open.get(exchange.server());
        if (wire == null || !wire.isOpen()) {
            wire = connect(exchange.server());
        }
        wire.send(exchange);
        return wire;
    }

    /** Writes what was sent over all connections since the last call. */
    void flush() {
        open.values().forEach(TcpTransport::flush);
    }

    private TcpTransport connect(NameServer server) throws IOException {
        var wire = TcpTransport.open(server, health.allowsPipelining(server), selector, listener);
        open.put(server, wire);
        return wire;
    }

    /** Begins to connect to a server for many questions, once in a batch: TCP may be blocked. */
    void prepare(NameServer server) {
        TcpTransport wire = open.get(server);
        if (prepared.add(server) && (wire == null || !wire.isOpen())) {
            try {
                connect(server);
            } catch (IOException _) {
                // The questions are asked over UDP.
            }
        }
    }

    /** Returns whether questions to the server need no socket of their own. */
    boolean isReady(NameServer server) {
        TcpTransport wire = open.get(server);
        return prepared.contains(server)
                && wire != null
                && wire.isConnected()
                && health.allowsPipelining(server);
    }

    /** Returns a random ID that no open query to the server has. */
    int freeId(NameServer server) {
        TcpTransport wire = open.get(server);
        int id = random.nextInt(1 << 16);
        while (wire != null && wire.uses(id)) {
            id = random.nextInt(1 << 16);
        }
        return id;
    }
}
