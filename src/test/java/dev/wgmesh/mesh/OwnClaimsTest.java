package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.testing.SimulatedNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The addresses of this node in the mesh: judged as those of others are, and never taken. */
class OwnClaimsTest {
    private static SimulatedNode node() {
        return SimulatedNode.withKeyFile("a")
                .on("eth0", "192.168.1.1/24")
                .bridge("docker0", "172.17.0.1/16")
                .gateway("192.168.1.254")
                .resolver("192.168.1.53");
    }

    private static List<IpAddress> addresses(DevicePlan plan) {
        return plan.desired().addresses();
    }

    @Test
    void my_gateway_and_my_resolver_are_no_mesh_addresses_of_mine() {
        DevicePlan plan = node().pass("a.example.com mesh=10.0.0.1,192.168.1.254,192.168.1.53");
        assertEquals(
                """
                a.example.com: its claim 192.168.1.53 is refused: it is the resolver 192.168.1.53 of this node
                a.example.com: its claim 192.168.1.254 is refused: it is the gateway 192.168.1.254 of this node
                """,
                SimulatedNode.problems(plan));
        assertEquals(List.of(IpAddress.of("10.0.0.1")), addresses(plan));
        assertEquals(List.of(), plan.messages().heldBack());
    }

    @Test
    void an_address_of_mine_that_is_also_my_resolver_stays() {
        SimulatedNode node = node();
        node.pass("a.example.com mesh=10.0.0.1");
        node.resolver("10.0.0.1");
        DevicePlan plan = node.pass("a.example.com mesh=10.0.0.1");
        assertEquals("", SimulatedNode.problems(plan));
        DevicePlan boot = node.rebooted().pass("a.example.com mesh=10.0.0.1");
        assertEquals("", SimulatedNode.problems(boot));
        assertEquals(List.of(IpAddress.of("10.0.0.1")), addresses(boot));
    }

    @Test
    void network_and_broadcast_addresses_of_my_networks_are_nobodys() {
        String mesh =
                """
                policy pool=10.0.0.0/24 allow=192.168.1.0/24,172.17.0.0/16
                a.example.com mesh=10.0.0.1,192.168.1.255
                b.example.com mesh=10.0.0.2,192.168.1.0,192.168.1.255,172.17.255.255
                """;
        assertEquals(
                """
                a.example.com: its claim 192.168.1.255 is refused: it is the broadcast address of 192.168.1.0/24 at eth0
                b.example.com: its claim 172.17.255.255 is refused: it is the broadcast address of 172.17.0.0/16 at docker0
                b.example.com: its claim 192.168.1.0 is refused: it is the network address of 192.168.1.0/24 at eth0
                b.example.com: its claim 192.168.1.255 is refused: it is the broadcast address of 192.168.1.0/24 at eth0
                """,
                SimulatedNode.problems(node().pass(mesh)));
    }

    @Test
    void on_my_node_my_addresses_win() {
        String policy = "policy pool=10.0.0.0/24 allow=10.0.0.0/8\n";
        String a = "a.example.net mesh=10.0.0.1\n";
        for (String other :
                List.of(
                        "b.example.com mesh=10.0.0.1",
                        "b.example.com mesh=10.0.0.2 net=10.0.0.0/24",
                        "b.example.com mesh=10.0.0.2 net=10.0.0.1/32")) {
            SimulatedNode fresh = node();
            assertEquals(
                    List.of(IpAddress.of("10.0.0.1")),
                    addresses(fresh.pass(policy + a + other)),
                    other);
            SimulatedNode later = node();
            later.pass(policy + "a.example.net mesh=10.0.0.9\n" + other);
            assertEquals(
                    List.of(IpAddress.of("10.0.0.1")),
                    addresses(later.pass(policy + a + other)),
                    other);
            assertTrue(!later.text().contains("route 10.0.0.1"), later.text());
        }
    }

    @Test
    void a_pass_that_leaves_this_node_without_a_mesh_address_says_so() {
        String policy = "policy pool=10.0.0.0/24\n";
        String b = "b.example.com mesh=10.0.0.2\n";
        DevicePlan plan = node().pass(policy + "a.example.com mesh=10.9.0.1\n" + b);
        assertEquals(
                "a.example.com: is this node, and none of its mesh addresses is accepted: this"
                        + " node has no address in the mesh; to see why each is refused, run:"
                        + " wg-mesh plan _p2p.example.com",
                plan.messages().heldBack().getFirst().toString());
        DevicePlan net =
                node().pass(
                                "policy pool=10.0.0.0/24 allow=10.7.0.0/16\n"
                                        + "a.example.com mesh=10.9.0.1 net=10.7.0.1/32\n"
                                        + b);
        assertEquals(1, net.messages().heldBack().size());
        assertEquals(List.of(), addresses(net));
        DevicePlan lan = node().pass("a.example.com mesh=192.168.1.1\n" + b);
        assertEquals(List.of(), lan.messages().heldBack());
    }

    @Test
    void an_interface_of_others_without_my_mesh_address_ends_with_exit_code_5() {
        var manual = new SimulatedNode("a").on("eth0", "192.168.1.1/24");
        DevicePlan plan = manual.pass("a.example.com mesh=10.0.0.1\nb.example.com mesh=10.0.0.2");
        assertEquals(
                "wg0: lacks the mesh address 10.0.0.1 of this node; add the address: ip addr add"
                        + " 10.0.0.1/32 dev wg0",
                plan.messages().heldBack().getFirst().toString());
        assertEquals("", SimulatedNode.problems(plan));
    }
}
