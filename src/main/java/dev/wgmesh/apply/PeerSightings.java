package dev.wgmesh.apply;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.ObservedEndpoint;
import dev.wgmesh.mesh.ObserverQuestion;
import dev.wgmesh.mesh.ObserverRound;
import dev.wgmesh.mesh.ObserverRound.NatPair;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.observe.ObserverClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where observers see the busy peers behind another NAT. One that is silent has moved if an
 * observer says something else than it said while packets arrived. The endpoint in use does not
 * tell: some NATs give each destination another port.
 */
final class PeerSightings {
    /** Where no observer answered about a pair, it is asked again after that time. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final ObserverClient observers;
    private final Map<PublicKey, Map<HostName, Endpoint>> usual = new HashMap<>();
    private final Map<HostName, Sighting> moved = new HashMap<>();

    /** When the observers were last asked about a pair that they have not answered about yet. */
    private final Map<PublicKey, Instant> asked = new HashMap<>();

    /** A question, and the answers that another endpoint than before is in. */
    private record Sighting(ObserverQuestion question, List<ObservedEndpoint> answers) {}

    PeerSightings(ObserverClient observers) {
        this.observers = observers;
    }

    /** Forgets all pairs but these. */
    void retain(Collection<PublicKey> keys) {
        usual.keySet().retainAll(keys);
        asked.keySet().retainAll(keys);
    }

    /** Asks about the pairs that observers have not answered about yet, while packets arrive. */
    void learn(ObserverRound round, Collection<NatPair> pairs, Instant now) {
        var unknown = new ArrayList<NatPair>(0);
        for (NatPair pair : pairs) {
            if (isDue(pair, now)) {
                unknown.add(pair);
                asked.put(pair.key(), now);
            }
        }
        ask(round, unknown, now)
                .forEach((pair, sighting) -> usual.put(pair.key(), byObserver(sighting.answers())));
    }

    private boolean isDue(NatPair pair, Instant now) {
        Instant last = asked.get(pair.key());
        return !usual.containsKey(pair.key())
                && (last == null || Duration.between(last, now).abs().compareTo(AGAIN) >= 0);
    }

    /**
     * Asks about pairs that are silent.
     *
     * @param used the endpoint that each peer has
     * @return those that have moved
     */
    List<NatPair> moved(
            ObserverRound round,
            Collection<NatPair> pairs,
            Map<PublicKey, Optional<Endpoint>> used,
            Instant now) {
        var found = new ArrayList<NatPair>();
        ask(round, pairs, now)
                .forEach((pair, sighting) -> {
                    Map<HostName, Endpoint> before = usual.getOrDefault(pair.key(), Map.of());
                    Optional<Endpoint> present = used.getOrDefault(pair.key(), Optional.empty());
                    List<ObservedEndpoint> other =
                            sighting.answers().stream()
                                    .filter(seen -> {
                                        Endpoint earlier = before.get(seen.observer());
                                        return earlier != null && !earlier.equals(seen.endpoint());
                                    })
                                    .filter(seen -> !present.equals(Optional.of(seen.endpoint())))
                                    .toList();
                    if (!other.isEmpty()) {
                        moved.put(pair.host(), new Sighting(sighting.question(), other));
                        found.add(pair);
                    }
                    usual.put(pair.key(), byObserver(sighting.answers()));
                });
        return found;
    }

    /**
     * Returns the state with what observers said about the peers that moved since the last call.
     */
    NodeState addTo(NodeState state) {
        if (moved.isEmpty()) {
            return state;
        }
        var answers = new HashMap<HostName, List<ObservedEndpoint>>();
        moved.forEach((host, sighting) -> answers.put(host, sighting.answers()));
        List<ObserverQuestion> questions = moved.values().stream().map(Sighting::question).toList();
        moved.clear();
        return state.withAnswers(questions, answers);
    }

    /** Returns the answers about pairs that an observer sees. */
    private Map<NatPair, Sighting> ask(
            ObserverRound round, Collection<NatPair> pairs, Instant now) {
        Map<NatPair, ObserverQuestion> questions = new HashMap<>();
        for (NatPair pair : pairs) {
            ObserverQuestion question = round.question(pair, now);
            if (!question.observers().isEmpty()) {
                questions.put(pair, question);
            }
        }
        if (questions.isEmpty()) {
            return Map.of();
        }
        Map<HostName, List<ObservedEndpoint>> answers =
                observers.askOnce(List.copyOf(questions.values()));
        var seen = new HashMap<NatPair, Sighting>();
        questions.forEach((pair, question) ->
                Optional.ofNullable(answers.get(pair.host()))
                        .filter(said -> !said.isEmpty())
                        .ifPresent(said -> seen.put(pair, new Sighting(question, said))));
        return seen;
    }

    private static Map<HostName, Endpoint> byObserver(List<ObservedEndpoint> answers) {
        var endpoints = new HashMap<HostName, Endpoint>();
        answers.forEach(seen -> endpoints.put(seen.observer(), seen.endpoint()));
        return endpoints;
    }
}
