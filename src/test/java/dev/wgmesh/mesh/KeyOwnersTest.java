package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.render.StateReader;
import dev.wgmesh.render.StateWriter;
import dev.wgmesh.testing.SimulatedNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** One key at two names: who has it. */
class KeyOwnersTest {
    private static final String A = "a.example.com mesh=10.0.0.1 at=203.0.113.1\n";
    private static final String B = "b.example.net mesh=10.0.0.2";
    private static final String C = "c.example.net mesh=10.0.0.3";
    private static final String E = "e.example.com mesh=10.0.0.5";

    private static SimulatedNode node() {
        return new SimulatedNode("a", "10.0.0.1").on("eth0", "203.0.113.1/24");
    }

    private static String mesh(String... members) {
        return A + String.join("\n", members);
    }

    private static List<String> peers(DevicePlan plan) {
        return plan.desired().peers().stream()
                .map(p -> p.host() + " " + p.peer().key().base64().substring(0, 1))
                .toList();
    }

    private static String keys(DevicePlan plan) {
        return plan.messages().problems().stream()
                .filter(p -> p.what().contains("ignored"))
                .map(p -> p.where() + " " + p.what() + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void the_name_that_had_the_key_keeps_it() {
        SimulatedNode node = node();
        node.pass(mesh(B));
        DevicePlan plan = node.pass(mesh(B, E + " key=b"));
        assertEquals(List.of("b.example.net b"), peers(plan));
        assertEquals(
                "_wireguard.e.example.com TXT has the key of b.example.net and is ignored\n",
                keys(plan));
    }

    @Test
    void the_name_that_is_known_for_longer_gets_a_new_key() {
        SimulatedNode node = node();
        node.pass(mesh(C));
        node.later(Duration.ofSeconds(1)).pass(mesh(C, B, E));
        DevicePlan plan = node.pass(mesh(C + " key=k", B + " key=k", E + " key=k"));
        assertEquals(List.of("b.example.net b", "c.example.net k", "e.example.com e"), peers(plan));
        assertEquals(
                """
                _wireguard.b.example.net TXT has the key of c.example.net and is ignored
                _wireguard.e.example.com TXT has the key of c.example.net and is ignored
                """,
                keys(plan));
    }

    @Test
    void a_known_name_wins_over_a_new_one_in_the_domain_of_the_mesh() {
        SimulatedNode node = node();
        node.pass(mesh(B));
        DevicePlan plan = node.pass(mesh(B + " key=k", E + " key=k"));
        assertEquals(List.of("b.example.net k"), peers(plan));
    }

    @Test
    void a_name_from_an_older_state_file_is_the_oldest() {
        SimulatedNode node = node();
        node.pass(mesh(B));
        node.remember(withoutSince(node.state()));
        node.pass(mesh(B, E));
        assertEquals(
                List.of("b.example.net k", "e.example.com e"),
                peers(node.pass(mesh(B + " key=k", E + " key=k"))));
    }

    private static NodeState withoutSince(NodeState state) {
        var mesh = new MeshName("_p2p.example.com");
        String text = StateWriter.text(state, mesh, "wg0");
        return StateReader.read(
                text.replaceAll(",\\s*\"since\": \"[^\"]*\"", ""), "state", mesh, "wg0");
    }

    @Test
    void without_memory_the_only_one_in_the_domain_of_the_mesh_gets_it_else_none() {
        assertEquals(
                List.of("e.example.com k"),
                peers(node().pass(mesh(B + " key=k", C + " key=k", E + " key=k"))));
        DevicePlan none = node().pass(mesh(B + " key=k", C + " key=k"));
        assertEquals(List.of(), peers(none));
        assertEquals(
                """
                _wireguard.b.example.net TXT has the same key as c.example.net: all of them are ignored
                _wireguard.c.example.net TXT has the same key as b.example.net: all of them are ignored
                """,
                keys(none));
    }

    @Test
    void a_key_that_a_member_announced_is_taken_by_no_other_name() {
        SimulatedNode node = node();
        node.pass(mesh(B + " next-key=k"));
        DevicePlan early = node.pass(mesh(B + " next-key=k", E + " key=k"));
        assertEquals(List.of("b.example.net b"), peers(early));
        assertEquals(
                "_wireguard.e.example.com TXT has the key of b.example.net and is ignored\n",
                keys(early));
        DevicePlan switched = node.pass(mesh(B + " key=k", E + " key=k"));
        assertEquals(List.of("b.example.net k"), peers(switched));
    }

    @Test
    void of_two_of_the_same_age_that_which_announced_the_key_gets_it() {
        SimulatedNode node = node();
        node.pass(mesh(B, E));
        node.pass(mesh(B + " next-key=k", E));
        DevicePlan switched = node.pass(mesh(B + " key=k", E + " key=k"));
        assertEquals(List.of("b.example.net k", "e.example.com e"), peers(switched));
    }

    @Test
    void a_key_in_use_is_not_taken_by_announcing_it() {
        SimulatedNode node = node();
        node.pass(mesh(B, E));
        node.pass(mesh(B + " next-key=e", E));
        assertEquals(
                List.of("b.example.net b", "e.example.com e"),
                peers(node.pass(mesh(B + " next-key=e", E))));
        assertEquals(
                List.of("b.example.net b", "e.example.com e"),
                peers(node.pass(mesh(B + " key=e", E))));
    }
}
