package dev.wgmesh.serve;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Responses to unsigned queries while the zones are these. The response to a query depends on
 * nothing but the zones, the transport and the octets of the query, of which the ID is copied. When
 * it is full, nothing is added: queries for random names evict no other.
 */
final class ResponseCache {
    /** The most octets of all queries and responses together. */
    private static final long MAX_OCTETS = 32 << 20;

    /** Octets of a response that was not truncated over UDP; a longer one is rendered again. */
    private static final int MAX_RESPONSE = 1232;

    /** What an entry takes besides its octets. */
    private static final int OVERHEAD = 100;

    private static final int ID = 2;

    private final ServedZones zones;
    private final ConcurrentHashMap<Query, byte[]> responses = new ConcurrentHashMap<>();
    private final AtomicLong octets = new AtomicLong();

    ResponseCache(ServedZones zones) {
        this.zones = zones;
    }

    /** Returns the zones that the responses are of. */
    ServedZones zones() {
        return zones;
    }

    /** Returns the response to a query that has come before. */
    Optional<byte[]> get(RequestMessage query) {
        byte[] known = responses.get(new Query(query.octets(), query.overTcp()));
        if (known == null) {
            return Optional.empty();
        }
        byte[] response = known.clone();
        System.arraycopy(query.octets(), 0, response, 0, ID);
        return Optional.of(response);
    }

    /** Keeps the response to an unsigned query; neither is changed afterwards. */
    void put(RequestMessage query, byte[] response) {
        int size = query.octets().length + response.length + OVERHEAD;
        if (response.length <= MAX_RESPONSE && octets.addAndGet(size) <= MAX_OCTETS) {
            responses.put(new Query(query.octets(), query.overTcp()), response);
        }
    }

    /** A query without its ID, as a key. */
    private static final class Query {
        private final byte[] octets;
        private final boolean overTcp;
        private final int hash;

        Query(byte[] octets, boolean overTcp) {
            this.octets = octets;
            this.overTcp = overTcp;
            int hash = overTcp ? 1 : 0;
            for (int at = ID; at < octets.length; at++) {
                hash = 31 * hash + octets[at];
            }
            this.hash = hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Query query
                    && hash == query.hash
                    && overTcp == query.overTcp
                    && Arrays.equals(
                            octets, ID, octets.length, query.octets, ID, query.octets.length);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
