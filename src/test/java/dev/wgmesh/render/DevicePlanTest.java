package dev.wgmesh.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.mesh.Node;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.mesh.Self;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.DevicePlanner;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.MeshText;
import dev.wgmesh.testing.SimulatedNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Plans as text and JSON, against golden files. */
class DevicePlanTest {
    private static final String MESH =
            """
            policy pool=10.0.0.0/24 allow=192.168.1.0/24
            a.example.com mesh=10.0.0.1,192.168.1.1 at=203.0.113.1,192.168.1.1
            b.example.com mesh=10.0.0.2,192.168.1.2 at=192.168.1.2
            c.example.net mesh=10.0.0.3,192.168.1.3,10.9.9.9
            d.example.net mesh=10.0.0.4 at=198.51.100.4 port=4500
            """;

    private static SimulatedNode proved() {
        var node = new SimulatedNode("a", "10.0.0.1").on("eth0", "192.168.1.1/24");
        node.gateway("192.168.1.254").resolver("192.168.1.53");
        node.pass(MESH);
        node.answered("b");
        return node;
    }

    @Test
    void a_plan_says_the_reason_of_each_path_and_change() throws IOException {
        SimulatedNode node = SimulatedNode.withKeyFile("a").on("eth0", "192.168.1.1/24");
        assertEquals(golden("new.txt"), DevicePlanText.of(node.plan(MESH)));
    }

    @Test
    void a_proved_neighbour_is_shown_as_direct() throws IOException {
        SimulatedNode node = proved();
        DevicePlan plan = node.plan(MESH);
        assertEquals(golden("proved.txt"), DevicePlanText.of(plan));
        assertEquals(golden("proved.json"), Json.text(DevicePlanJson.of(plan, node.node())));
    }

    @Test
    void an_empty_plan_says_so() {
        SimulatedNode node = proved();
        node.pass(MESH);
        assertEquals("nothing to do\n", DevicePlanText.changes(node.plan(MESH)));
    }

    @Test
    void a_plan_for_another_node_needs_no_facts() {
        var node =
                new Node(
                        new Self.ByName(new HostName("d.example.net")),
                        "wg0",
                        Optional.empty(),
                        NodeFacts.NONE,
                        NodeState.EMPTY,
                        PassOptions.DEFAULT,
                        Instant.EPOCH);
        String text = DevicePlanText.of(DevicePlanner.plan(MeshText.read(MESH), node));
        assertEquals("wg0 of d.example.net, paths=auto", text.lines().findFirst().orElseThrow());
    }

    @Test
    void facts_written_are_facts_read() {
        Node node = proved().node();
        String text = Json.text(NodeFactsJson.of(node));
        NodeFactsReader.Known read = NodeFactsReader.read("facts.json", text, "wg0");
        assertEquals(node.facts(), read.facts());
        assertEquals(node.actual(), read.actual());
    }

    @Test
    void facts_of_a_plan_are_found_in_its_document() {
        SimulatedNode node = proved();
        String text = Json.text(DevicePlanJson.of(node.plan(MESH), node.node()));
        assertEquals(node.node().facts(), NodeFactsReader.read("plan.json", text, "wg0").facts());
    }

    @Test
    void malformed_facts_are_bad_input() {
        for (String text :
                new String[] {
                    "",
                    "[]",
                    "{",
                    "{\"gateways\": [\"here\"]}",
                    "{\"peers\": [{}]}",
                    "{\"peers\": [{\"publicKey\": \"no\"}]}"
                }) {
            Failure failure =
                    assertThrows(
                            Failure.class,
                            () -> NodeFactsReader.read("facts.json", text, "wg0"),
                            text);
            assertEquals(Failure.Kind.INPUT, failure.kind());
        }
    }

    private static String golden(String name) throws IOException {
        return Files.readString(
                Path.of("src/test/resources/deviceplan", name), StandardCharsets.UTF_8);
    }
}
