package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.testing.MeshFixture;
import dev.wgmesh.testing.SimulatedNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two members behind NAT ask an observer, and try what it says in the same slots. */
class HolePunchingTest {
    private static final String MESH =
            """
            policy pool=10.0.0.0/24
            a.example.com mesh=10.0.0.1 at=198.51.100.10 observe=yes observe-port=5353
            b.example.com mesh=10.0.0.2
            c.example.com mesh=10.0.0.3
            """;
    private static final HostName C = new HostName("c.example.com");
    private static final String SEEN = "203.0.113.3:51820";

    /** A node in a home that has a session with the observer. */
    private static SimulatedNode home() {
        SimulatedNode node =
                new SimulatedNode("b", "10.0.0.2")
                        .on("eth0", "192.168.1.2/24")
                        .gateway("192.168.1.1");
        node.pass(MESH);
        return node.answered("a");
    }

    private static DesiredPeer peer(DevicePlan plan) {
        return plan.desired().peers().stream()
                .filter(p -> p.host().equals(C))
                .findFirst()
                .orElseThrow();
    }

    private static List<ObserverQuestion> questions(SimulatedNode node) {
        return node.plan(MESH).desired().observers().questions();
    }

    /** Runs a pass in which the observer says that; empty: it does not see the member. */
    private static DevicePlan passWith(SimulatedNode node, String... endpoints) {
        return passIn(MESH, node, endpoints);
    }

    private static DevicePlan passIn(String mesh, SimulatedNode node, String... endpoints) {
        List<ObserverQuestion> questions = node.plan(mesh).desired().observers().questions();
        Instant until = node.node().now().plusSeconds(15);
        List<ObservedEndpoint> seen =
                List.of(endpoints).stream()
                        .map(text -> Endpoint.parse(text).orElseThrow())
                        .map(at -> new ObservedEndpoint(at, new HostName("a.example.com"), until))
                        .toList();
        node.remember(node.state().withAnswers(questions, Map.of(C, seen)));
        return node.pass(mesh);
    }

    @Test
    void about_a_member_that_a_relay_reaches_nobody_is_asked() {
        String relayed =
                MESH.replace("observe=yes", "observe=yes relay=yes")
                        .replace("mesh=10.0.0.3", "mesh=10.0.0.3 nat=hard");
        SimulatedNode node = home();
        node.pass(relayed);
        assertEquals(ObserverRound.NONE, node.plan(relayed).desired().observers());
    }

    @Test
    void a_member_behind_nat_asks_about_others_behind_nat_that_it_has_no_session_with() {
        SimulatedNode node = home();
        assertEquals(
                "[ObserverQuestion[member=c.example.com, observers=[Observer[host=a.example.com,"
                        + " address=10.0.0.1, port=5353]]]]",
                questions(node).toString().replaceAll("slot=-?[0-9]+, ", ""));
        assertEquals(List.of(), questions(home().later(Duration.ofMinutes(5))), "no observer");
        SimulatedNode open = home();
        assertTrue(
                open.plan(MESH.replace("mesh=10.0.0.3", "mesh=10.0.0.3 at=203.0.113.3"))
                        .desired()
                        .observers()
                        .questions()
                        .isEmpty());
    }

    @Test
    void what_an_observer_sees_is_a_candidate_and_a_session_there_keeps_it() {
        SimulatedNode node = home();
        DevicePlan plan = passWith(node, SEEN);
        assertEquals(SEEN, peer(plan).peer().endpoint().orElseThrow().toString());
        assertEquals(EndpointSource.OBSERVED, peer(plan).endpoint().source());
        assertEquals(Duration.ofSeconds(25), peer(plan).peer().keepalive());
        assertTrue(questions(node).isEmpty(), "asked in this slot");

        node.answered("c").later(Duration.ofSeconds(60));
        DesiredPeer up = peer(node.pass(MESH));
        assertEquals("observed by a.example.com", up.endpoint().reason());
        assertTrue(up.endpoint().settled());
        assertTrue(node.plan(MESH).desired().observers().next().isEmpty());
    }

    @Test
    void a_decision_stands_while_no_endpoint_is_tried_and_until_an_answer_expires() {
        SimulatedNode node = home();
        assertFalse(stands(node, passWith(node, SEEN)), "tries it");

        node.answered("c");
        Instant expires = node.node().now().plusSeconds(15);
        assertEquals(expires, node.pass(MESH).validUntil());

        node.later(Duration.ofSeconds(60));
        assertTrue(stands(node, node.pass(MESH)), "the endpoint in use needs no new answer");

        node.later(Duration.ofMinutes(5));
        assertFalse(stands(node, node.pass(MESH)), "the session is over, no observer is left");
    }

    private static boolean stands(SimulatedNode node, DevicePlan plan) {
        return plan.validUntil().isAfter(node.node().now());
    }

    @Test
    void an_observed_endpoint_is_held_to_what_holds_for_published_ones() {
        for (String lie :
                List.of(
                        "10.0.0.1:51820",
                        "192.168.1.2:51820",
                        "127.0.0.1:53",
                        "198.51.100.10:51820")) {
            SimulatedNode node = home();
            assertEquals(Optional.empty(), peer(passWith(node, lie)).peer().endpoint(), lie);
        }
    }

    @Test
    void each_slot_tries_the_next_candidate_and_after_six_the_pair_is_unreachable() {
        SimulatedNode node = home();
        String tried = "";
        DevicePlan plan = passWith(node, SEEN, "203.0.113.4:4000");
        for (int slot = 0; slot < 6; slot++) {
            assertFalse(peer(plan).endpoint().unreachable());
            tried += peer(plan).peer().endpoint().orElseThrow().port() == 4000 ? "b" : "a";
            node.answered("a").later(Duration.ofSeconds(10));
            plan = passWith(node, SEEN, "203.0.113.4:4000");
        }
        assertTrue(tried.equals("ababab") || tried.equals("bababa"), tried);
        assertTrue(peer(plan).endpoint().unreachable());
        // From then on once a minute.
        int asked = 0;
        for (int slot = 0; slot < 12; slot++) {
            node.answered("a").later(Duration.ofSeconds(10));
            asked += questions(node).size();
            passWith(node, SEEN);
        }
        assertEquals(2, asked);
        assertEquals(
                "unreachable: both behind hard NATs", peer(node.pass(MESH)).endpoint().reason());
        // A member that vanishes and comes back is tried anew.
        node.later(Duration.ofMinutes(1)).answered("a");
        passWith(node);
        node.later(Duration.ofMinutes(1)).answered("a");
        assertFalse(peer(passWith(node, SEEN)).endpoint().unreachable());
    }

    private static final String HARD = MESH.replace("mesh=10.0.0.3", "mesh=10.0.0.3 nat=hard");

    @Test
    void a_pair_that_says_nat_hard_is_tried_in_six_slots_and_then_settles() {
        SimulatedNode node = home();
        var plan = node.plan(HARD);
        for (int slot = 0; slot < 6; slot++) {
            assertTrue(plan.desired().observers().next().isPresent(), "slot " + slot);
            passIn(HARD, node, SEEN);
            node.answered("a").later(Duration.ofSeconds(10));
            plan = node.plan(HARD);
        }
        assertEquals(ObserverRound.NONE, plan.desired().observers());
        assertEquals("unreachable: both behind hard NATs", peer(plan).endpoint().reason());
        assertTrue(peer(plan).endpoint().settled() && peer(plan).endpoint().unreachable());
        node.pass(HARD);
        node.answered("a").later(Duration.ofMinutes(1));
        assertEquals(ObserverRound.NONE, node.plan(HARD).desired().observers());
        assertTrue(node.plan(MESH).desired().observers().next().isPresent(), "nat=yes again");
    }

    @Test
    void a_pair_that_is_dead_is_asked_about_although_its_session_is_young() {
        SimulatedNode node = home();
        passWith(node, SEEN);
        node.answered("c").later(Duration.ofSeconds(60)).answered("a");
        node.pass(MESH);
        ObserverRound met = node.plan(MESH).desired().observers();
        ObserverRound.NatPair pair = met.pairs().getFirst();
        assertEquals(
                "[c.example.com at 10.0.0.3], to ask []",
                met.pairs().stream().map(it -> it.host() + " at " + it.address()).toList()
                        + ", to ask "
                        + met.questions());
        assertEquals(
                List.of("a.example.com"),
                met.question(pair, Instant.EPOCH).observers().stream()
                        .map(observer -> observer.host().text())
                        .toList());
        node.dead("c");
        assertEquals(1, questions(node).size());
        DesiredPeer moved = peer(passWith(node, "203.0.113.9:4000"));
        assertEquals("203.0.113.9:4000", moved.peer().endpoint().orElseThrow().toString());
        assertEquals("no answer at " + SEEN, moved.endpoint().reason());
        assertEquals(List.of(pair), node.plan(MESH).desired().observers().pairs());
        node.dead();
        DesiredPeer back = peer(node.pass(MESH));
        assertTrue(back.endpoint().settled());
        assertEquals(EndpointSource.OBSERVED, back.endpoint().source());
    }

    @Test
    void both_ends_use_the_same_slots_and_ask_the_same_observer_first() {
        var one = new PairHash(MeshFixture.key("b"), MeshFixture.key("c"));
        var other = new PairHash(MeshFixture.key("c"), MeshFixture.key("b"));
        assertEquals(one.weight(MeshFixture.key("a")), other.weight(MeshFixture.key("a")));
        assertTrue(one.weight(MeshFixture.key("a")) != one.weight(MeshFixture.key("d")));
        var slots = new PairSlots(one);
        Instant now = Instant.parse("2026-01-02T03:04:05.678Z");
        assertEquals(slots.at(now), new PairSlots(other).at(now));
        assertEquals(slots.at(now) + 1, slots.at(now.plus(slots.untilNext(now, 0))));
        assertEquals(
                2, IntStream.range(0, 12).filter(n -> slots.isUsed(slots.at(now) + n, 6)).count());
        Instant used = now.plus(slots.untilNext(now, 6));
        assertTrue(slots.isUsed(slots.at(used), 6));
    }
}
