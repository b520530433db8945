package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.ContactAddress.Use;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.testing.SimulatedNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Claims of addresses that a node uses outside of the mesh. */
class AddressesInUseTest {
    private static final String A = "a.example.com mesh=10.0.0.1 at=203.0.113.1\n";
    private static final String POLICY = "policy pool=10.0.0.0/16 allow=10.8.0.0/16\n";

    private static SimulatedNode node() {
        return new SimulatedNode("a", "10.0.0.1")
                .on("eth0", "192.168.1.1/24")
                .gateway("192.168.1.254");
    }

    @ParameterizedTest
    @EnumSource(Use.class)
    void a_contact_is_no_members_address_with_a_policy_and_without(Use use) {
        for (String policy : List.of("", POLICY)) {
            SimulatedNode node = node().contact(use, "10.8.0.53");
            String mesh = policy + A + "b.example.net mesh=10.0.0.2,10.8.0.53";
            String refused =
                    "b.example.net: its claim 10.8.0.53 is refused: it overlaps 10.8.0.53, "
                            + use.text()
                            + "\n";
            assertEquals(refused, SimulatedNode.problems(node.pass(mesh)));
            assertEquals(refused, SimulatedNode.problems(node.pass(mesh)));
            assertFalse(node.text().contains("10.8.0.53"), node.text());
        }
    }

    @ParameterizedTest
    @EnumSource(Use.class)
    void a_net_that_contains_a_contact_is_refused(Use use) {
        SimulatedNode node = node().contact(use, "10.8.0.53");
        DevicePlan plan =
                node.pass(
                        POLICY.replace("/16 a", "/24 a")
                                + A
                                + "b.example.net mesh=10.0.0.2 net=10.8.0.0/24");
        assertTrue(
                SimulatedNode.problems(plan).contains("it overlaps 10.8.0.53, " + use.text()),
                SimulatedNode.problems(plan));
        assertFalse(node.text().contains("10.8.0"), node.text());
    }

    /** A resolver that is used from now on is not believed to be the member. */
    @Test
    void an_address_that_becomes_a_contact_is_taken_from_its_member() {
        SimulatedNode node = node();
        String mesh = A + "b.example.net mesh=10.0.0.2,10.8.0.53";
        node.pass(mesh);
        assertTrue(node.text().contains("route 10.8.0.53 dev wg0"), node.text());
        node.contact(Use.RESOLVER, "10.8.0.53");
        assertEquals(
                "remove route 10.8.0.53 dev wg0\nset peer b allowed-ips 10.0.0.2\n",
                SimulatedNode.changes(node.pass(mesh)));
    }

    @Test
    void a_name_server_inside_the_mesh_keeps_its_address_where_that_is_in_a_pool() {
        SimulatedNode node = node();
        String mesh = POLICY + A + "b.example.net mesh=10.0.0.2";
        node.pass(mesh);
        node.contact(Use.SERVER, "10.0.0.2").resolver("10.0.0.2");
        assertEquals("", SimulatedNode.changes(node.pass(mesh)));
        node.forget();
        assertEquals("", SimulatedNode.changes(node.pass(mesh)));
        node.rebooted();
        assertEquals("", SimulatedNode.problems(node.pass(mesh)));
        assertTrue(node.text().contains("route 10.0.0.2 dev wg0"), node.text());
    }

    @Test
    void a_name_server_that_is_on_a_local_network_now_is_no_member() {
        SimulatedNode node = node();
        String mesh =
                "policy pool=172.16.0.0/16,10.0.0.0/24\n" + A + "b.example.net mesh=172.16.0.53";
        node.pass(mesh);
        node.unplugged().on("wlan0", "172.16.0.9/24").resolver("172.16.0.53");
        assertEquals(
                "b.example.net: its claim 172.16.0.53 is refused: it overlaps resolver 172.16.0.53"
                        + " of this node\n",
                SimulatedNode.problems(node.pass(mesh)));
    }

    /** A session that came through the tunnel would be cut. */
    @Test
    void the_client_of_an_ssh_session_through_the_tunnel_keeps_its_address() {
        SimulatedNode node = node();
        String mesh = A + "b.example.net mesh=10.0.0.2";
        node.pass(mesh);
        node.contact(Use.SSH, "10.0.0.2");
        assertEquals("", SimulatedNode.changes(node.pass(mesh)));
        SimulatedNode fresh = node().contact(Use.SSH, "10.0.0.2");
        assertEquals(
                "b.example.net: its claim 10.0.0.2 is refused: it overlaps 10.0.0.2, the client of"
                        + " the current SSH session\n",
                SimulatedNode.problems(fresh.pass(mesh)));
    }

    @ParameterizedTest
    @EnumSource(Use.class)
    void a_contact_is_no_new_mesh_address_of_this_node(Use use) {
        SimulatedNode node = SimulatedNode.withKeyFile("a").contact(use, "10.8.0.53");
        String refused =
                "a.example.com: its claim 10.8.0.53 is refused: it is 10.8.0.53, "
                        + use.text()
                        + "\n";
        assertEquals(
                refused,
                SimulatedNode.problems(node.pass("a.example.com mesh=10.0.0.1,10.8.0.53")));
        assertEquals("addr 10.0.0.1\n", node.text());
    }
}
