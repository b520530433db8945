package dev.wgmesh.dns;

import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The queries that were sent and have no reply yet, each with what it was sent by. All have the
 * same time-out, so the first that was sent is the first that expires.
 */
final class QueriesInFlight {
    private final LinkedHashMap<QueryExchange, Transport> sent = new LinkedHashMap<>();

    int size() {
        return sent.size();
    }

    boolean isEmpty() {
        return sent.isEmpty();
    }

    Collection<QueryExchange> exchanges() {
        return sent.keySet();
    }

    void put(QueryExchange exchange, Transport wire) {
        sent.put(exchange, wire);
    }

    void remove(QueryExchange exchange) {
        sent.remove(exchange);
    }

    /** Returns the milliseconds until a query expires, at least 1. */
    long untilDeadline(Duration now) {
        Duration first = sent.isEmpty() ? now : sent.firstEntry().getKey().deadline();
        return Math.max(1, first.minus(now).toMillis() + 1);
    }

    /** Removes the queries that have expired, and returns them in the order sent. */
    Map<QueryExchange, Transport> takeLate(Duration now) {
        var late = new LinkedHashMap<QueryExchange, Transport>();
        Iterator<Map.Entry<QueryExchange, Transport>> entries = sent.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<QueryExchange, Transport> entry = entries.next();
            if (entry.getKey().deadline().compareTo(now) > 0) {
                break;
            }
            late.put(entry.getKey(), entry.getValue());
            entries.remove();
        }
        return late;
    }
}
