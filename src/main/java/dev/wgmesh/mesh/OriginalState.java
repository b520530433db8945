package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.model.RoutePlace;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What wg-mesh found on a node and changed, as it was before. Nothing in it is ever removed by
 * {@code down}, which puts it back.
 *
 * @param peers of members that the interface had already, sorted by key, each key once
 * @param routes of others that wg-mesh replaced, sorted, one for each destination, table and metric
 */
public record OriginalState(List<OriginalPeer> peers, List<Route> routes) {
    /** Nothing was there. */
    public static final OriginalState EMPTY = new OriginalState(List.of(), List.of());

    /**
     * A peer as it was before wg-mesh changed it.
     *
     * @param presharedKey whether it had a preshared key, which wg-mesh neither reads nor changes
     */
    public record OriginalPeer(Peer peer, boolean presharedKey) {
        /** Returns its key. */
        public PublicKey key() {
            return peer.key();
        }
    }

    /** What only one route of a family can have. */
    private record Slot(Prefix destination, RoutePlace place) implements Comparable<Slot> {
        @Override
        public int compareTo(Slot other) {
            int byDestination = destination.compareTo(other.destination);
            return byDestination != 0 ? byDestination : place.compareTo(other.place);
        }
    }

    /** Sorts, keeps the first of each key and of each destination and place, and copies. */
    public OriginalState {
        peers = firsts(peers, OriginalPeer::key);
        routes = firsts(routes, route -> new Slot(route.destination(), route.place()));
    }

    private static <K extends Comparable<? super K>, V> List<V> firsts(
            Collection<V> values, Function<V, K> key) {
        var byKey = new TreeMap<K, V>();
        values.forEach(value -> byKey.putIfAbsent(key.apply(value), value));
        return List.copyOf(byKey.values());
    }

    /** Returns what is in either; of two values for one thing, the one in this state. */
    public OriginalState union(OriginalState other) {
        return new OriginalState(
                Stream.concat(peers.stream(), other.peers.stream()).toList(),
                Stream.concat(routes.stream(), other.routes.stream()).toList());
    }
}
