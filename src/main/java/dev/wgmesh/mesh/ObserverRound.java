package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a pass asks observers.
 *
 * @param questions about members without a session, whose slot has begun
 * @param next when the next slot of such a member begins; empty: there is none, or no observer
 * @param sightings the observers that this node has a session with
 * @param pairs members behind NAT that this node, behind NAT too, has a session with: observers are
 *     asked about them when their path is dead
 */
public record ObserverRound(
        List<ObserverQuestion> questions,
        Optional<Instant> next,
        List<Sighting> sightings,
        List<NatPair> pairs) {
    /** Nothing to ask. */
    public static final ObserverRound NONE =
            new ObserverRound(List.of(), Optional.empty(), List.of(), List.of());

    /** The most observers that are asked about a member. */
    private static final int MAX_OBSERVERS = 3;

    /** An observer, and its key. */
    public record Sighting(PublicKey key, ObserverQuestion.Observer observer) {}

    /**
     * A pair behind two NATs.
     *
     * @param host the other member
     * @param self the key of this node
     * @param key of the other member
     * @param address its mesh address, through the tunnel
     */
    public record NatPair(HostName host, PublicKey self, PublicKey key, IpAddress address) {}

    public ObserverRound {
        questions = List.copyOf(questions);
        sightings = List.copyOf(sightings);
        pairs = List.copyOf(pairs);
    }

    /** Returns the question about the other member of a pair, in the present slot. */
    public ObserverQuestion question(NatPair pair, Instant now) {
        var hash = new PairHash(pair.self(), pair.key());
        return question(pair.host(), pair.key(), hash, new PairSlots(hash).at(now), sightings);
    }

    static ObserverQuestion question(
            HostName host, PublicKey key, PairHash pair, long slot, List<Sighting> sightings) {
        return new ObserverQuestion(
                host,
                slot,
                sightings.stream()
                        .filter(sighting -> !sighting.key().equals(key))
                        .sorted(
                                Comparator.comparingLong(
                                                (Sighting sighting) -> pair.weight(sighting.key()))
                                        .reversed())
                        .limit(MAX_OBSERVERS)
                        .map(Sighting::observer)
                        .toList());
    }
}
