package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.testing.SimulatedNode;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** An endpoint belongs to one peer; one that never answers is called once an hour. */
class EndpointOwnersTest {
    private static final String A = "a.example.com mesh=10.0.0.1\n";
    private static final String B = "b.example.net mesh=10.0.0.2 at=198.51.100.2\n";

    private static SimulatedNode node() {
        return new SimulatedNode("a", "10.0.0.1")
                .on("eth0", "192.168.1.1/24")
                .gateway("192.168.1.254");
    }

    private static String endpoints(DevicePlan plan) {
        return plan.desired().peers().stream()
                .map(p -> p.host() + p.peer().endpoint().map(e -> " " + e).orElse(" none") + "\n")
                .collect(Collectors.joining());
    }

    private static String problems(DevicePlan plan) {
        return plan.messages().problems().stream().map(p -> p + "\n").collect(Collectors.joining());
    }

    @Test
    void the_peer_whose_endpoint_it_was_keeps_it_and_the_other_has_its_other_candidates() {
        SimulatedNode node = node();
        node.pass(A + B);
        DevicePlan plan =
                node.pass(A + B + "c.example.com mesh=10.0.0.3 at=198.51.100.2,198.51.100.3");
        assertEquals(
                """
                b.example.net 198.51.100.2:51820
                c.example.com 198.51.100.3:51820
                """,
                endpoints(plan));
        assertEquals(
                "c.example.com: its endpoint 198.51.100.2:51820 is refused: it is the endpoint of"
                        + " b.example.net; give the host another address or port: wg-mesh set"
                        + " c.example.com --endpoint ADDRESS:PORT\n",
                problems(plan));
    }

    @Test
    void another_port_is_another_endpoint() {
        DevicePlan plan = node().pass(A + B + "c.example.com mesh=10.0.0.3 at=198.51.100.2 port=1");
        assertEquals(
                """
                b.example.net 198.51.100.2:51820
                c.example.com 198.51.100.2:1
                """,
                endpoints(plan));
        assertEquals("", problems(plan));
    }

    @Test
    void the_peer_that_answers_there_has_it() {
        SimulatedNode node = node();
        node.pass(A + B + "c.example.com mesh=10.0.0.3");
        node.answered("c", "198.51.100.2:51820");
        DevicePlan plan = node.pass(A + B + "c.example.com mesh=10.0.0.3 at=198.51.100.2");
        assertEquals(
                "b.example.net: its endpoint 198.51.100.2:51820 is refused: it is the endpoint of"
                        + " c.example.com; give the host another address or port: wg-mesh set"
                        + " b.example.net --endpoint ADDRESS:PORT\n",
                problems(plan));
        SimulatedNode foreign = node().peer("x", "198.51.100.2:51820", "10.9.0.9/32");
        foreign.answered("x");
        DevicePlan other = foreign.pass(A + B);
        assertEquals("b.example.net none\n", endpoints(other));
    }

    @Test
    void a_peer_that_has_not_answered_there_takes_nothing_by_its_session_elsewhere() {
        SimulatedNode node = node();
        String c = "c.example.com mesh=10.0.0.3 at=198.51.100.3\n";
        node.pass(A + B + c);
        node.answered("b").answered("c");
        node.pass(A + B + c);
        DevicePlan plan = node.pass(A + B + c.replace("100.3", "100.2"));
        assertEquals(
                """
                b.example.net 198.51.100.2:51820
                c.example.com 198.51.100.3:51820
                """,
                endpoints(plan));
    }

    @Test
    void without_memory_the_domain_of_the_mesh_and_then_the_name_decide() {
        String at = " at=198.51.100.2\n";
        DevicePlan plan =
                node().pass(
                                A
                                        + ("b.example.net mesh=10.0.0.2" + at)
                                        + ("c.example.com mesh=10.0.0.3" + at));
        assertEquals("b.example.net none\nc.example.com 198.51.100.2:51820\n", endpoints(plan));
        DevicePlan names =
                node().pass(
                                A
                                        + ("c.example.net mesh=10.0.0.3" + at)
                                        + ("b.example.net mesh=10.0.0.2" + at));
        assertEquals("b.example.net 198.51.100.2:51820\nc.example.net none\n", endpoints(names));
    }

    @Test
    void the_broadcast_address_of_my_network_is_no_endpoint() {
        SimulatedNode node = new SimulatedNode("a", "10.0.0.1").on("eth0", "198.51.100.1/24");
        DevicePlan plan =
                node.pass(
                        A
                                + "b.example.net mesh=10.0.0.2 at=198.51.100.255\n"
                                + "c.example.net mesh=10.0.0.3 at=198.51.100.0,198.51.100.7\n");
        assertEquals("b.example.net none\nc.example.net 198.51.100.7:51820\n", endpoints(plan));
        assertEquals(
                """
                b.example.net: its endpoint 198.51.100.255:51820 is refused: it is the broadcast address of 198.51.100.0/24 at eth0; publish another address
                c.example.net: its endpoint 198.51.100.0:51820 is refused: it is the network address of 198.51.100.0/24 at eth0; publish another address
                """,
                problems(plan));
    }

    private static String keepalive(SimulatedNode node) {
        DevicePlan plan = node.pass(A + B);
        return plan.desired().peers().getFirst().peer().keepalive().toSeconds()
                + (plan.isEmpty() ? "" : " written");
    }

    @Test
    void an_endpoint_that_never_answered_is_called_once_an_hour_after_100_tries() {
        SimulatedNode node = node();
        assertEquals("25 written", keepalive(node));
        assertEquals("25", keepalive(node.later(Duration.ofMinutes(8)).sends("b", 99 * 148)));
        assertEquals("3600 written", keepalive(node.later(Duration.ofSeconds(5)).sends("b", 148)));
        assertEquals("3600", keepalive(node.later(Duration.ofHours(1)).sends("b", 18 * 148)));
        assertEquals("25 written", keepalive(node.answered("b")));
        assertEquals("25", keepalive(node.later(Duration.ofHours(9)).sends("b", 1000 * 148)));
    }

    @Test
    void a_silent_peer_that_connects_or_moves_is_called_as_usual_again() {
        SimulatedNode node = node();
        keepalive(node);
        assertEquals("3600 written", keepalive(node.later(Duration.ofHours(1)).sends("b", 14800)));
        assertEquals("25 written", keepalive(node.answered("b", "192.0.2.7:1024")));
        SimulatedNode moved = node();
        keepalive(moved);
        keepalive(moved.later(Duration.ofHours(1)).sends("b", 14800));
        DevicePlan plan = moved.pass(A + B.replace("100.2", "100.9"));
        assertEquals(
                "set peer b endpoint 198.51.100.9:51820 keepalive 25\n",
                SimulatedNode.changes(plan));
    }
}
