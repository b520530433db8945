package dev.wgmesh.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.mesh.SelfSelector;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.DevicePlanner;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.MeshFixture;
import dev.wgmesh.testing.SimulatedNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Plans as text and JSON, against golden files. */
class DevicePlanRenderTest {
    private static final String MESH =
            """
            policy pool=10.0.0.0/24 allow=192.168.1.0/24
            a.example.com mesh=10.0.0.1,192.168.1.1 at=203.0.113.1,192.168.1.1
            b.example.com mesh=10.0.0.2,192.168.1.2 at=192.168.1.2
            c.example.net mesh=10.0.0.3,192.168.1.3,10.9.9.9
            d.example.net mesh=10.0.0.4 at=198.51.100.4 port=4500
            """;

    private static SimulatedNode verified() {
        var node = new SimulatedNode("a", "10.0.0.1").on("eth0", "192.168.1.1/24");
        node.gateway("192.168.1.254").resolver("192.168.1.53");
        node.pass(MESH);
        node.answered("b");
        return node;
    }

    private static String text(DevicePlan plan) {
        var text = new DevicePlanText(TerminalColour.NONE);
        return text.paths(plan.desired()) + "\n" + text.changes(plan);
    }

    private static String json(DevicePlan plan, NodeContext node) {
        ObjectNode document = Json.document("plan");
        DevicePlanJson.put(document, plan);
        document.set("facts", FactsJson.write(node.facts(), node.actual()));
        return Json.text(document);
    }

    @Test
    void a_plan_says_the_reason_of_each_path_and_change() throws IOException {
        SimulatedNode node = SimulatedNode.withKeyFile("a").on("eth0", "192.168.1.1/24");
        assertEquals(golden("new.txt"), text(node.plan(MESH)));
    }

    @Test
    void a_proved_neighbour_is_shown_as_direct() throws IOException {
        SimulatedNode node = verified();
        DevicePlan plan = node.plan(MESH);
        assertEquals(golden("proved.txt"), text(plan));
        assertEquals(golden("proved.json"), json(plan, node.node()));
    }

    @Test
    void an_empty_plan_says_so() {
        SimulatedNode node = verified();
        node.pass(MESH);
        assertEquals(
                "nothing to do\n",
                new DevicePlanText(TerminalColour.NONE).changes(node.plan(MESH)));
    }

    @Test
    void a_plan_for_another_node_needs_no_facts() {
        var node =
                new NodeContext(
                        new SelfSelector.ByName(new HostName("d.example.net")),
                        "wg0",
                        Optional.empty(),
                        NodeFacts.NONE,
                        NodeState.EMPTY,
                        PassOptions.DEFAULT,
                        false,
                        Instant.EPOCH);
        DevicePlan plan = DevicePlanner.plan(MeshFixture.read(MESH), node);
        assertEquals("d.example.net", plan.desired().self().text());
        assertEquals(3, plan.desired().peers().size());
    }

    @Test
    void facts_written_are_facts_read() {
        SimulatedNode node = verified();
        String document = json(node.plan(MESH), node.node());
        FactsJson.Facts read = FactsJson.read(document, "plan.json", "wg0");
        assertEquals(node.node().facts(), read.node());
        assertEquals(node.node().actual(), read.device());
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
                    "{\"peers\": [{\"key\": \"no\"}]}"
                }) {
            Failure failure =
                    assertThrows(
                            Failure.class, () -> FactsJson.read(text, "facts.json", "wg0"), text);
            assertEquals(Failure.Kind.INPUT, failure.kind());
        }
    }

    /** A misspelt key or a number in quotes must not count as left out. */
    @Test
    void every_wrong_field_of_facts_is_named_at_once() {
        Failure failure =
                assertThrows(
                        Failure.class,
                        () ->
                                FactsJson.read(
                                        """
                                        {"gatways": [],
                                         "addresses": [{"device": "eth0", "address": "192.0.2.1",
                                                        "prefixLength": "24"}],
                                         "resolvers": "192.0.2.53",
                                         "rpFilter": [{"device": 1, "value": 1}],
                                         "interface": {"name": "wg0", "port": 1, "up": "yes",
                                                       "mtu": 1420}}
                                        """,
                                        "facts.json",
                                        "wg0"));
        assertEquals(
                """
                facts.json: addresses[0].prefixLength expected a whole number
                facts.json: resolvers expected an array
                facts.json: rpFilter[0].device expected a string in double quotes
                facts.json: interface.up expected true or false
                facts.json: gatways unknown key\
                """,
                failure.problems().stream()
                        .map(problem -> problem.where() + " " + problem.what())
                        .collect(Collectors.joining("\n")));
    }

    @Test
    void a_document_without_any_facts_has_none() {
        assertEquals(
                new FactsJson.Facts(NodeFacts.NONE, Optional.empty()),
                FactsJson.read("{\"facts\": {}}", "plan.json", "wg0"));
    }

    private static String golden(String name) throws IOException {
        return Files.readString(
                Path.of("src/test/resources/deviceplan", name), StandardCharsets.UTF_8);
    }
}
