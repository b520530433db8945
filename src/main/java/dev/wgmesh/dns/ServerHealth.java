package dev.wgmesh.dns;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What a batch has learned about its servers. */
final class ServerHealth {
    private final int maxTimeOuts;
    private final Map<NameServer, Integer> timeOuts = new HashMap<>();
    private final Set<NameServer> unresponsive = new HashSet<>();
    private final Set<NameServer> withoutPipelining = new HashSet<>();
    private final Set<NameServer> withoutEdns = new HashSet<>();

    /**
     * Knows nothing of any server yet.
     *
     * @param maxTimeOuts in a row after which a server is queried no more
     */
    ServerHealth(int maxTimeOuts) {
        this.maxTimeOuts = maxTimeOuts;
    }

    void timedOut(NameServer server) {
        if (timeOuts.merge(server, 1, Integer::sum) >= maxTimeOuts) {
            unresponsive.add(server);
        }
    }

    void replied(NameServer server) {
        if (!timeOuts.isEmpty()) {
            timeOuts.remove(server);
        }
    }

    /** Returns the servers that are queried no more. */
    Set<NameServer> unresponsive() {
        return unresponsive;
    }

    /** Notes that the server lost queries sent before the reply to the query before. */
    void pipeliningFailed(NameServer server) {
        withoutPipelining.add(server);
    }

    boolean allowsPipelining(NameServer server) {
        return !withoutPipelining.contains(server);
    }

    /** Notes that the server rejected a query because of its OPT record. */
    void ednsFailed(NameServer server) {
        withoutEdns.add(server);
    }

    boolean allowsEdns(NameServer server) {
        return !withoutEdns.contains(server);
    }
}
