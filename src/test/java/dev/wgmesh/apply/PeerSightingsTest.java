package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.ObservedEndpoint;
import dev.wgmesh.mesh.ObserverQuestion;
import dev.wgmesh.mesh.ObserverRound;
import dev.wgmesh.mesh.ObserverRound.NatPair;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.testing.MeshFixture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeerSightingsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final HostName C = new HostName("c.example.com");
    private static final NatPair PAIR =
            new NatPair(C, MeshFixture.key("b"), MeshFixture.key("c"), IpAddress.of("10.0.0.3"));
    private static final ObserverRound ROUND =
            new ObserverRound(
                    List.of(),
                    Optional.empty(),
                    List.of(sighting("a", "10.0.0.1"), sighting("d", "10.0.0.4")),
                    List.of(PAIR));

    private final Map<String, Endpoint> seen = new HashMap<>();
    private final PeerSightings sightings = new PeerSightings(this::answer);

    private static ObserverRound.Sighting sighting(String letter, String address) {
        return new ObserverRound.Sighting(
                MeshFixture.key(letter),
                new ObserverQuestion.Observer(
                        new HostName(letter + ".example.com"), IpAddress.of(address), 53));
    }

    private Map<HostName, List<ObservedEndpoint>> answer(List<ObserverQuestion> questions) {
        var answers = new HashMap<HostName, List<ObservedEndpoint>>();
        for (ObserverQuestion question : questions) {
            var said = new ArrayList<ObservedEndpoint>();
            for (ObserverQuestion.Observer observer : question.observers()) {
                Optional.ofNullable(seen.get(observer.host().text().substring(0, 1)))
                        .ifPresent(at ->
                                said.add(
                                        new ObservedEndpoint(
                                                at, observer.host(), START.plusSeconds(15))));
            }
            if (!said.isEmpty()) {
                answers.put(question.member(), said);
            }
        }
        return answers;
    }

    private void sees(String observer, int port) {
        seen.put(observer, endpoint(port));
    }

    private static Endpoint endpoint(int port) {
        return new Endpoint(IpAddress.of("203.0.113.3"), port);
    }

    /** Learns while packets arrive. */
    private void learn(int second) {
        sightings.learn(ROUND, List.of(PAIR), START.plusSeconds(second));
    }

    /** Asks when none arrives, while the peer has the endpoint with that port. */
    private List<NatPair> moved(int used) {
        Map<PublicKey, Optional<Endpoint>> present =
                Map.of(PAIR.key(), Optional.of(endpoint(used)));
        return sightings.moved(ROUND, List.of(PAIR), present, START.plusSeconds(60));
    }

    /** Returns the ports that a pass would hear of. */
    private List<Integer> heard() {
        return sightings.addTo(NodeState.EMPTY).observed().stream()
                .flatMap(member -> member.endpoints().stream())
                .map(at -> at.endpoint().port())
                .toList();
    }

    @Test
    void a_peer_that_an_observer_sees_elsewhere_than_before_has_moved() {
        sees("a", 1);
        learn(0);
        assertEquals(List.of(), moved(1));
        sees("a", 2);
        assertEquals(List.of(PAIR), moved(1));
        assertEquals(List.of(2), heard());
        assertEquals(List.of(), heard(), "once");
        assertEquals(List.of(), moved(1), "nor is it found again");
    }

    @Test
    void a_nat_that_gives_each_destination_another_port_is_no_move() {
        sees("a", 1);
        sees("d", 2);
        learn(0);
        assertEquals(List.of(), moved(3));
        assertEquals(List.of(), heard());
    }

    @Test
    void an_observer_that_was_not_heard_before_is_no_evidence() {
        sees("a", 1);
        learn(0);
        sees("d", 2);
        assertEquals(List.of(), moved(1));
    }

    @Test
    void without_an_answer_while_packets_arrived_nothing_is_concluded() {
        sees("a", 2);
        assertEquals(List.of(), moved(1));
    }

    @Test
    void observers_that_did_not_answer_are_asked_again_when_the_clock_was_set_back() {
        learn(3600);
        sees("a", 1);
        learn(0);
        sees("a", 2);
        assertEquals(List.of(PAIR), moved(1));
    }

    @Test
    void observers_that_did_not_answer_are_asked_again_after_ten_seconds() {
        learn(0);
        sees("a", 1);
        learn(5);
        sees("a", 2);
        learn(10);
        assertEquals(List.of(), moved(1), "known since the second question");
        sees("a", 3);
        assertEquals(List.of(PAIR), moved(1));
    }

    @Test
    void each_pair_is_asked_about_as_soon_as_it_is_busy() {
        var other =
                new NatPair(
                        new HostName("e.example.com"),
                        MeshFixture.key("b"),
                        MeshFixture.key("e"),
                        IpAddress.of("10.0.0.5"));
        sees("a", 1000);
        learn(0);
        sightings.learn(ROUND, List.of(PAIR, other), START.plusSeconds(1));
        sees("a", 2000);
        assertEquals(
                List.of(other),
                sightings.moved(
                        ROUND,
                        List.of(other),
                        Map.of(other.key(), Optional.of(endpoint(1000))),
                        START.plusSeconds(60)));
    }

    @Test
    void a_peer_that_roamed_to_where_the_observer_sees_it_is_no_move() {
        sees("a", 1);
        learn(0);
        sees("a", 2);
        assertEquals(List.of(), moved(2));
    }

    @Test
    void of_two_observers_only_that_counts_which_has_seen_the_move() {
        sees("a", 1);
        sees("d", 1);
        learn(0);
        sees("d", 2);
        assertEquals(List.of(PAIR), moved(1));
        assertEquals(List.of(2), heard());
    }
}
