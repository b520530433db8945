package dev.wgmesh.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.model.Mesh;
import dev.wgmesh.testing.MeshFixture;
import dev.wgmesh.testing.SimulatedNode;
import org.junit.jupiter.api.Test;

/** The property of {@link DevicePlanLawTest} that takes longest: half a minute. */
class DevicePlanLawExhaustive {
    /**
     * A claim of an address that was an endpoint in use until then has to wait for one pass, and so
     * has an endpoint that another peer had until then.
     */
    @Test
    void plans_carried_out_leave_nothing_to_do() {
        DevicePlanLawTest.eachLife((node, text) -> {
            Mesh mesh = MeshFixture.read(text);
            node.pass(mesh);
            node.pass(mesh);
            node.pass(mesh);
            String after = node.text();
            assertEquals("", SimulatedNode.changes(node.pass(mesh)), text);
            assertEquals("", SimulatedNode.changes(node.plan(mesh)), text);
            assertEquals(after, node.text());
        });
    }
}
