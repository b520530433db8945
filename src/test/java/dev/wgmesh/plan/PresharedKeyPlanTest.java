package dev.wgmesh.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PresharedKey;
import dev.wgmesh.keys.PskSecret;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.PskMode;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.render.StateWriter;
import dev.wgmesh.testing.MeshFixture;
import dev.wgmesh.testing.SimulatedNode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Preshared keys in the plan of a pass: which peers get one, what is remembered, what is told. */
class PresharedKeyPlanTest {
    private static final PskSecret SECRET = PskSecret.generate(new Random(1));
    private static final String MESH =
            "a.example.com mesh=10.0.0.1\nb.example.net mesh=10.0.0.2 at=198.51.100.2\n";
    private static final PassOptions WATCH =
            new PassOptions(
                    Optional.empty(),
                    false,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    true,
                    false);

    private static SimulatedNode node() {
        return new SimulatedNode("a", "10.0.0.1").on("eth0", "192.0.2.1/24").options(WATCH);
    }

    private static Optional<PresharedKey> psk(SimulatedNode node, String letter) {
        return Objects.requireNonNull(node.peers().get(MeshFixture.key(letter))).psk();
    }

    private static Optional<PresharedKey> derived() {
        return Optional.of(SECRET.derive(MeshFixture.key("a"), MeshFixture.key("b")));
    }

    private static List<String> notices(DevicePlan plan) {
        return plan.messages().notices().stream().map(Problem::what).toList();
    }

    @Test
    void a_new_peer_has_the_derived_key_from_its_first_packet() {
        SimulatedNode node = node().secret(PskMode.REQUIRED, SECRET);
        DevicePlan plan = node.pass(MESH);
        assertTrue(
                plan.deviceChanges().stream()
                        .anyMatch(change ->
                                change instanceof DeviceChange.AddPeer(_, var psk)
                                        && psk.equals(derived())));
        assertEquals(derived(), psk(node, "b"));
        assertFalse(plan.toString().contains(derived().orElseThrow().reveal()));
        assertFalse(plan.toString().contains(SECRET.reveal()));
    }

    @Test
    void required_gives_every_peer_the_key_whatever_its_session_and_stays() {
        SimulatedNode node = node();
        node.pass(MESH);
        node.answered("b").secret(PskMode.REQUIRED, SECRET);
        assertEquals(
                List.of("set peer b preshared-key set"),
                SimulatedNode.changes(node.pass(MESH)).lines().toList());
        assertEquals(derived(), psk(node, "b"));
        assertTrue(node.later(Duration.ofHours(1)).pass(MESH).isEmpty());
    }

    @Test
    void optional_falls_back_when_the_peer_does_not_show_the_key() {
        SimulatedNode node = node().secret(PskMode.OPTIONAL, SECRET);
        node.pass(MESH);
        assertEquals(derived(), psk(node, "b"));
        assertTrue(node.later(Duration.ofSeconds(14)).pass(MESH).isEmpty());
        node.later(Duration.ofSeconds(2));
        for (int i = 0; i < 4 && psk(node, "b").isPresent(); i++) {
            node.pass(MESH);
            node.later(Duration.ofSeconds(15));
        }
        assertEquals(Optional.empty(), psk(node, "b"));
    }

    @Test
    void a_peer_that_has_shown_the_key_needs_it_under_another_key_and_after_it_left() {
        SimulatedNode node = node().secret(PskMode.OPTIONAL, SECRET);
        node.pass(MESH);
        node.answered("b").later(Duration.ofSeconds(5)).pass(MESH);
        assertEquals(Optional.of(SECRET.id()), node.state().presharedKeys().getFirst().shown());
        String text = StateWriter.text(node.state(), new MeshName("_p2p.example.com"), "wg0");
        assertFalse(
                text.contains(derived().orElseThrow().reveal()) || text.contains(SECRET.reveal()));
        node.secret(PskMode.OPTIONAL, SECRET);
        node.pass("a.example.com mesh=10.0.0.1\n");
        node.pass(MESH.replace("b.example.net", "b.example.net key=c"));
        node.later(Duration.ofHours(1)).pass(MESH.replace("b.example.net", "b.example.net key=c"));
        assertEquals(
                Optional.of(SECRET.derive(MeshFixture.key("a"), MeshFixture.key("c"))),
                psk(node, "c"));
    }

    @Test
    void trials_neither_hurry_the_next_reading_nor_count_as_changes_of_the_mesh() {
        SimulatedNode node = node();
        node.pass(MESH);
        node.answered("b").pass(MESH);
        node.secret(PskMode.OPTIONAL, SECRET).pass(MESH);
        assertEquals(Optional.empty(), psk(node, "b"));
        DevicePlan trial = node.later(Duration.ofSeconds(101)).pass(MESH);
        assertEquals(derived(), psk(node, "b"));
        assertTrue(trial.converged() && trial.onlyTriesPresharedKeys());
        assertEquals(
                Optional.of(Duration.ofSeconds(39)),
                trial.presharedKeysUntil()
                        .map(until -> Duration.between(node.node().now(), until)));
        node.later(Duration.ofSeconds(39)).pass(MESH);
        assertEquals(Optional.empty(), psk(node, "b"));
    }

    @Test
    void a_foreign_preshared_key_stays_unless_keys_are_required() {
        SimulatedNode node =
                node().peer("b", "198.51.100.2:51820", "10.0.0.2/32").presharedKey("b");
        node.secret(PskMode.OPTIONAL, SECRET);
        DevicePlan kept = node.pass(MESH);
        assertEquals(
                "",
                SimulatedNode.changes(kept)
                        .lines()
                        .filter(l -> l.contains("preshared"))
                        .findFirst()
                        .orElse(""));
        assertTrue(
                notices(kept).toString().contains("is not derived from the secret, and keeps it"));
        node.secret(PskMode.REQUIRED, SECRET);
        DevicePlan replaced = node.pass(MESH);
        assertEquals(derived(), psk(node, "b"));
        assertTrue(notices(replaced).toString().contains("down cannot put it back"));
        NodeState state = node.state();
        var down = TearDownPlan.of(state, node.node().actual(), NodeFacts.NONE);
        assertFalse(down.changes().toString().contains("SetPresharedKey"));
    }

    @Test
    void down_removes_the_preshared_key_of_a_peer_that_had_none() {
        SimulatedNode node = node().peer("b", "198.51.100.2:51820", "10.0.0.2/32");
        node.secret(PskMode.REQUIRED, SECRET).pass(MESH);
        assertEquals(derived(), psk(node, "b"));
        TearDownPlan.of(node.state(), node.node().actual(), node.node().facts())
                .changes()
                .forEach(planned -> node.change(planned.change()));
        assertEquals(Optional.empty(), psk(node, "b"));
    }
}
