package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.testing.SimulatedNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a member may claim where no policy limits claims. */
class OpenMeshTest {
    private static final String A = "a.example.com mesh=10.0.0.1 at=203.0.113.1\n";

    private static SimulatedNode node() {
        return new SimulatedNode("a", "10.0.0.1")
                .on("eth0", "192.168.1.1/24")
                .gateway("192.168.1.254");
    }

    /** Passes over a mesh of two, and returns what is refused and what b gets. */
    private static String claims(SimulatedNode node, String member) {
        String problems = SimulatedNode.problems(node.pass(A + member));
        String peer =
                node.text().lines().filter(line -> line.startsWith("peer b")).findFirst().get();
        return problems + peer;
    }

    private static Route route(String destination, Optional<String> via, String device, int from) {
        return new Route(
                Prefix.of(destination), device, via.map(IpAddress::of), Optional.empty(), from);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.2", "172.31.0.2", "192.168.2.2", "100.64.0.2", "fd00::2"})
    void private_addresses_that_this_node_does_not_use_are_accepted(String address) {
        assertEquals(
                "peer b allowed-ips " + address, claims(node(), "b.example.net mesh=" + address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "9.9.9.9", "2001:db8::2"})
    void a_public_address_is_refused_unless_it_is_the_members_own_endpoint(String address) {
        assertEquals(
                "b.example.net: its claim %s is refused: it is a public address that is not an endpoint of the member, and no policy allows it\npeer b allowed-ips 10.0.0.2"
                        .formatted(address),
                claims(node(), "b.example.net mesh=10.0.0.2," + address));
        SimulatedNode node = node();
        String own = "b.example.net mesh=10.0.0.2,%s at=%s".formatted(address, address);
        assertTrue(claims(node, own).startsWith("peer b"), node.text());
        assertFalse(node.text().contains("route " + address), node.text());
    }

    /** A sub-list's pool makes it no endpoint, and still no route. */
    @Test
    void a_public_address_has_no_route_also_where_a_sub_list_says_that_it_is_in_a_pool() {
        SimulatedNode node = node();
        node.pass(
                A
                        + """
                        list _p2p.eu.example.com
                        policy pool=1.1.1.0/24
                        b.eu.example.com mesh=1.1.1.1 at=1.1.1.1
                        """);
        assertFalse(node.text().contains("route"), node.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.0.0.0/8", "10.0.0.0/8", "172.16.3.0/24", "192.168.1.77/32", "fd00::/48"})
    void a_net_is_refused(String net) {
        String text = net.endsWith("/32") ? net.substring(0, net.length() - 3) : net;
        assertEquals(
                "b.example.net: its claim %s is refused: it is a network, and no policy allows it\npeer b allowed-ips 10.0.0.2"
                        .formatted(text),
                claims(node(), "b.example.net mesh=10.0.0.2 net=" + net));
    }

    @Test
    void an_address_of_a_container_bridge_or_of_another_tunnel_is_refused() {
        SimulatedNode node = node().bridge("docker0", "172.17.0.1/16").bridge("wg1", "10.9.0.7/24");
        assertEquals(
                """
                b.example.com: its claim 10.9.0.1 is refused: it is in the destination of the route 10.9.0.0/24, which leads to interface wg1, and no policy allows it
                b.example.com: its claim 172.17.0.9 is refused: it is in the destination of the route 172.17.0.0/16, which leads to interface docker0, and no policy allows it
                peer b allowed-ips 10.0.0.2\
                """,
                claims(node, "b.example.com mesh=10.0.0.2,172.17.0.9,10.9.0.1"));
    }

    @Test
    void an_address_behind_a_route_of_any_table_is_refused() {
        SimulatedNode node =
                node().route(route("10.8.0.0/16", Optional.of("192.168.1.9"), "eth0", 4))
                        .route(route("10.244.5.0/26", Optional.empty(), "blackhole", 80))
                        .route(route("0.0.0.0/1", Optional.of("192.168.1.9"), "eth0", 4))
                        .otherRoute("100.101.102.103/32", "tailscale0");
        assertEquals(
                """
                b.example.com: its claim 10.8.0.7 is refused: it is in the destination of the route 10.8.0.0/16, which leads to interface eth0, and no policy allows it
                b.example.com: its claim 10.244.5.9 is refused: it is in the destination of the route 10.244.5.0/26, which is blackhole, and no policy allows it
                b.example.com: its claim 100.101.102.103 is refused: it is in the destination of the route 100.101.102.103/32, which leads to interface tailscale0, and no policy allows it
                peer b allowed-ips 10.0.0.2\
                """,
                claims(node, "b.example.com mesh=10.0.0.2,10.8.0.7,10.244.5.9,100.101.102.103"));
    }

    @Test
    void with_a_policy_such_addresses_are_the_meshs_own() {
        SimulatedNode node = node().bridge("docker0", "172.17.0.1/16");
        String mesh = "policy pool=172.17.0.0/16,10.0.0.0/24,1.1.1.0/24\n" + A;
        assertEquals(
                "",
                SimulatedNode.problems(
                        node.pass(mesh + "b.example.com mesh=10.0.0.2,172.17.0.9,1.1.1.1")));
        assertTrue(node.text().contains("route 172.17.0.9 dev wg0"), node.text());
    }

    /** An interface that wg-quick made, with the routes that it adds for each peer. */
    @Test
    void routes_into_the_mesh_do_not_count() {
        SimulatedNode node =
                node().peer("b", "", "10.0.0.2/32", "10.7.0.2/32")
                        .route(route("10.0.0.0/24", Optional.empty(), "wg0", 2))
                        .route(route("10.0.0.2/32", Optional.empty(), "wg0", 3))
                        .route(route("10.7.0.2/32", Optional.empty(), "wg0", 3));
        assertEquals(
                "peer b allowed-ips 10.0.0.2,10.7.0.2",
                claims(node, "b.example.net mesh=10.0.0.2,10.7.0.2"));
        SimulatedNode direct =
                node().route(
                                route(
                                        "10.0.0.2/32",
                                        Optional.of("192.168.1.2"),
                                        "eth0",
                                        Route.PROTOCOL));
        assertFalse(claims(direct, "b.example.net mesh=10.0.0.2").contains("refused"));
    }

    /** Its members are reached through their own interface. */
    @Test
    void the_routes_of_another_mesh_count() {
        SimulatedNode node =
                node().route(route("10.7.0.2/32", Optional.empty(), "wg1", Route.PROTOCOL));
        assertTrue(claims(node, "b.example.net mesh=10.0.0.2,10.7.0.2").contains("claim 10.7.0.2"));
    }

    @Test
    void replace_foreign_routes_takes_the_place_of_a_route_to_a_members_address() {
        SimulatedNode node =
                node().route(route("10.0.0.2/32", Optional.of("192.168.1.9"), "eth0", 4));
        DevicePlan refused = node.pass(A + "b.example.net mesh=10.0.0.2");
        assertEquals(
                "remove the route: ip route del 10.0.0.2/32, or replace it:"
                        + " --replace-foreign-routes",
                refused.messages().problems().getFirst().fix());
        node.options(SimulatedNode.TAKE_OVER);
        assertEquals("peer b allowed-ips 10.0.0.2", claims(node, "b.example.net mesh=10.0.0.2"));
        assertTrue(node.text().contains("route 10.0.0.2 dev wg0"), node.text());
    }

    @Test
    void an_address_of_my_local_network_is_refused_to_a_member_elsewhere() {
        assertEquals(
                """
                b.example.net: its claim 192.168.1.3 is refused: it is in the local network 192.168.1.0/24 at eth0, and the member is of another site
                peer b allowed-ips 10.0.0.2\
                """,
                claims(node(), "b.example.net mesh=10.0.0.2,192.168.1.3"));
    }

    @Test
    void a_narrower_route_inside_my_local_network_counts_before_it() {
        SimulatedNode node =
                node().route(route("192.168.1.128/25", Optional.of("192.168.1.9"), "eth0", 4))
                        .route(route("192.168.0.0/16", Optional.of("192.168.1.9"), "eth0", 4));
        assertEquals(
                """
                b.example.com: its claim 192.168.1.130 is refused: it is in the destination of the route 192.168.1.128/25, which leads to interface eth0, and no policy allows it
                peer b endpoint 192.168.1.3:51820 allowed-ips 192.168.1.3 keepalive 25\
                """,
                claims(node, "b.example.com mesh=192.168.1.3,192.168.1.130"));
    }

    /** The records that the plain format is known by, and their policy. */
    @Test
    void the_plain_format_with_its_policy_meshes_as_before() {
        String policy = "policy pool=10.0.0.0/24 allow=192.168.1.0/24\n";
        String members =
                """
                a.example.com mesh=10.0.0.1,192.168.1.1 at=198.51.100.10 site=cloud
                b.example.com mesh=10.0.0.2,192.168.1.2 at=203.0.113.202
                c.example.net mesh=10.0.0.3,192.168.1.3 nat=yes
                """;
        SimulatedNode cloud =
                new SimulatedNode("a", "10.0.0.1", "192.168.1.1").on("eth0", "198.51.100.10/24");
        String meshed =
                """
                addr 10.0.0.1
                addr 192.168.1.1
                peer b endpoint 203.0.113.202:51820 allowed-ips 10.0.0.2,192.168.1.2
                peer c allowed-ips 10.0.0.3,192.168.1.3
                route 10.0.0.2 dev wg0
                route 10.0.0.3 dev wg0
                route 192.168.1.2 dev wg0
                route 192.168.1.3 dev wg0
                """;
        assertEquals("", SimulatedNode.problems(cloud.pass(policy + members)));
        assertEquals(meshed, cloud.text());
        SimulatedNode open =
                new SimulatedNode("a", "10.0.0.1", "192.168.1.1").on("eth0", "198.51.100.10/24");
        assertEquals("", SimulatedNode.problems(open.pass(members)));
        assertEquals(meshed, open.text());
        SimulatedNode home = new SimulatedNode("b", "10.0.0.2").on("eth0", "192.168.1.2/24");
        assertEquals("", SimulatedNode.problems(home.pass(policy + members)));
        assertEquals(
                """
                addr 10.0.0.2
                peer a endpoint 198.51.100.10:51820 allowed-ips 10.0.0.1,192.168.1.1
                peer c allowed-ips 10.0.0.3,192.168.1.3
                route 10.0.0.1 dev wg0
                route 10.0.0.3 dev wg0
                route 192.168.1.1 dev wg0
                route 192.168.1.3 dev wg0
                """,
                home.text());
    }

    @Test
    void a_path_mode_does_not_limit_claims() {
        SimulatedNode node = node();
        DevicePlan plan =
                node.pass(
                        "policy paths=tunnel\n"
                                + A
                                + "b.example.net mesh=10.0.0.2,1.1.1.1 net=172.16.0.0/12");
        assertEquals(2, plan.messages().problems().size());
        assertEquals(PathMode.TUNNEL, plan.desired().paths());
    }

    @Test
    void a_member_on_my_local_network_is_direct_once_proved() {
        String mesh = A + "b.example.com mesh=10.0.0.2,192.168.1.102 at=192.168.1.2";
        SimulatedNode node = node();
        node.pass(mesh);
        node.later(Duration.ofSeconds(1)).answered("b");
        node.pass(mesh);
        assertEquals(
                """
                addr 10.0.0.1
                peer b endpoint 192.168.1.2:51820 allowed-ips 10.0.0.2,192.168.1.102 keepalive 25
                route 10.0.0.2 via 192.168.1.2 dev eth0 src 10.0.0.1
                """,
                node.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254/32",
                "168.63.129.16/32",
                "168.63.128.0/20",
                "100.100.100.200/32",
                "100.64.0.0/10",
                "64:ff9b::102:304/128",
                "64:ff9b::/32",
                "fd00:ec2::254/128",
                "fd00:ec2::/32",
                "fd20:ce::254/128",
                "126.0.0.0/7",
                "224.0.0.5/32",
                "239.0.0.0/8",
                "255.255.255.255/32",
                "0.1.2.3/32",
                "::/64",
                "fe80::1/128",
                "ff02::1/128"
            })
    void a_special_range_is_refused_wherever_in_a_claim_it_is_and_whatever_a_policy_says(
            String prefix) {
        Prefix claim = Prefix.of(prefix);
        String record = claim.isHost() ? "mesh=" + claim.network() : "net=" + claim;
        for (String policy : List.of("", "policy pool=10.0.0.0/24 allow=0.0.0.0/0,::/0\n")) {
            DevicePlan plan = node().pass(policy + A + "b.example.net mesh=10.0.0.2 " + record);
            String problem = SimulatedNode.problems(plan);
            assertTrue(problem.contains(" is refused: it "), problem);
            assertEquals(
                    List.of(Prefix.of("10.0.0.2/32")),
                    plan.desired().peers().getFirst().peer().allowedIps());
        }
    }

    @Test
    void a_net_comes_from_allow_only_and_never_over_a_pool() {
        String policy = "policy pool=10.0.0.0/24 allow=10.0.0.0/16,172.16.0.0/12\n";
        assertEquals(
                """
                b.example.com: its claim 10.0.0.0/16 is refused: it is a network that overlaps pool=10.0.0.0/24 of the policy
                b.example.com: its claim 10.0.0.0/24 is refused: it is a network that overlaps pool=10.0.0.0/24 of the policy
                """,
                SimulatedNode.problems(
                        node().pass(
                                        policy
                                                + A
                                                + "b.example.com mesh=10.0.0.2"
                                                + " net=10.0.0.0/24,10.0.0.0/16,172.16.3.0/24")));
        assertEquals(
                "b.example.com: its claim 10.0.0.8/29 is refused: it is a network outside the"
                        + " allow= prefixes of the policy\n",
                SimulatedNode.problems(
                        node().pass(
                                        "policy pool=10.0.0.0/24\n"
                                                + A
                                                + "b.example.com mesh=10.0.0.2 net=10.0.0.8/29")));
    }

    /** The pool of a sub-list lies within what the mesh allows. */
    @Test
    void a_net_is_not_over_the_pool_of_a_sub_list() {
        assertEquals(
                "b.example.com: its claim 10.1.0.0/16 is refused: it is a network that overlaps"
                        + " pool=10.1.0.0/24 of the policy\n",
                SimulatedNode.problems(
                        node().pass(
                                        """
                                        policy pool=10.0.0.0/24 allow=10.1.0.0/16
                                        a.example.com mesh=10.0.0.1
                                        b.example.com mesh=10.0.0.2 net=10.1.0.0/16
                                        list _p2p.eu.example.com
                                        policy pool=10.1.0.0/24
                                        c.eu.example.com mesh=10.1.0.3
                                        """)));
    }

    @Test
    void an_address_outranks_a_net_that_neither_holds() {
        String mesh =
                "policy pool=10.0.0.0/24 allow=172.16.0.0/12\n"
                        + A
                        + "b.example.com mesh=10.0.0.2 net=172.16.3.0/24\n";
        String address = mesh + "c.example.net mesh=172.16.3.9\n";
        SimulatedNode node = node();
        assertEquals(
                "b.example.com: its claim 172.16.3.0/24 is refused: it overlaps 172.16.3.9 of"
                        + " c.example.net\n",
                SimulatedNode.problems(node.pass(address)));
        SimulatedNode holding = node();
        holding.pass(mesh);
        assertEquals(
                "c.example.net: its claim 172.16.3.9 is refused: it overlaps 172.16.3.0/24 of"
                        + " b.example.com\n",
                SimulatedNode.problems(holding.pass(address)));
    }
}
