package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.MeshFixture;
import dev.wgmesh.testing.SimulatedNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The members that a mesh accepts, and the addresses and networks they may claim. */
class MembershipTest {
    private static final String A = "a.example.com mesh=10.0.0.1 at=203.0.113.1\n";

    private static SimulatedNode node() {
        return new SimulatedNode("a", "10.0.0.1")
                .on("eth0", "192.168.1.1/24")
                .gateway("192.168.1.254")
                .resolver("192.168.1.53");
    }

    private static String refused(SimulatedNode node, String mesh) {
        return SimulatedNode.problems(node.pass(mesh));
    }

    @Test
    void claims_against_my_own_network_are_refused_singly() {
        SimulatedNode node = node();
        assertEquals(
                """
                b.example.net: its claim 0.0.0.0/1 is refused: it is wider than /8 and would take over default routes
                b.example.net: its claim 10.0.0.1 is refused: it overlaps address 10.0.0.1 of this node
                b.example.net: its claim 127.0.0.5 is refused: it overlaps 127.0.0.0/8, loopback addresses
                b.example.net: its claim 192.168.1.0/24 is refused: it overlaps address 192.168.1.1 of this node
                b.example.net: its claim 192.168.1.53 is refused: it overlaps resolver 192.168.1.53 of this node
                b.example.net: its claim 192.168.1.254 is refused: it overlaps gateway 192.168.1.254 of this node
                b.example.net: its claim 2001::/16 is refused: it is wider than /32 and would take over default routes
                """,
                refused(
                        node,
                        "policy pool=10.0.0.0/24 allow=192.168.1.0/24\n"
                                + A
                                + "b.example.net"
                                + " mesh=10.0.0.2,10.0.0.1,192.168.1.254,192.168.1.53,127.0.0.5"
                                + " net=0.0.0.0/1,192.168.1.0/24,2001::/16"));
        assertTrue(node.text().contains("peer b allowed-ips 10.0.0.2\n"), node.text());
    }

    @Test
    void a_claim_of_another_members_endpoint_in_use_is_refused() {
        SimulatedNode node = node();
        node.pass(A + "c.example.net mesh=10.0.0.3");
        node.answered("c", "100.64.7.7:4500");
        assertEquals(
                "b.example.net: its claim 100.64.7.7 is refused: it contains 100.64.7.7, an"
                        + " endpoint of c.example.net\n",
                refused(
                        node,
                        A
                                + "b.example.net mesh=10.0.0.2,100.64.7.7\n"
                                + "c.example.net mesh=10.0.0.3"));
    }

    @Test
    void a_claim_of_another_members_public_endpoint_is_refused() {
        SimulatedNode node = node();
        assertEquals(
                "b.example.net: its claim 198.51.100.3 is refused: it contains 198.51.100.3, an"
                        + " endpoint of c.example.net\n",
                refused(
                        node,
                        "policy pool=10.0.0.0/24 allow=198.51.100.0/24\n"
                                + A
                                + "b.example.net mesh=10.0.0.2,198.51.100.3\n"
                                + "c.example.net mesh=10.0.0.3 at=198.51.100.3"));
        assertTrue(node.text().contains("peer c endpoint 198.51.100.3:51820"), node.text());
    }

    @Test
    void a_peer_that_roams_onto_a_members_held_address_takes_nothing() {
        SimulatedNode node = node();
        String mesh =
                A + "b.example.net mesh=10.0.0.2 at=198.51.100.2\nc.example.net mesh=10.0.0.3";
        node.pass(mesh);
        node.answered("c", "10.0.0.2:4500");
        assertEquals("", refused(node, mesh));
    }

    /** The last address of such a net is IPv4-mapped (RFC 4291, section 2.5.5.2). */
    @Test
    void a_net_that_ends_at_an_ipv4_mapped_address_is_a_claim_like_others() {
        SimulatedNode node = new SimulatedNode("a", "10.0.0.1").on("eth0", "203.0.113.1/24");
        node.pass(
                """
                policy pool=10.0.0.0/24 allow=::/80
                a.example.com mesh=10.0.0.1
                b.example.com mesh=10.0.0.2 net=::/80
                c.example.com mesh=10.0.0.3 net=::fffe:0:0/95
                """);
        assertTrue(node.text().contains("allowed-ips 10.0.0.2"), node.text());
    }

    @Test
    void claims_outside_pool_and_allow_are_refused() {
        String policy = "policy pool=10.0.0.0/24 allow=192.168.0.0/16\n";
        assertEquals(
                "b.example.net: its claim 10.0.1.2 is refused: it is outside the pool= and allow="
                        + " prefixes of the policy\n",
                refused(node(), policy + A + "b.example.net mesh=10.0.0.2,192.168.1.2,10.0.1.2"));
    }

    @Test
    void a_sub_lists_pool_counts_only_inside_its_parents() {
        String mesh =
                """
                policy pool=10.0.0.0/16
                a.example.com mesh=10.0.0.1
                list _p2p.eu.example.com
                policy pool=10.0.1.0/24,172.16.0.0/24
                b.eu.example.com mesh=10.0.1.2
                c.eu.example.com mesh=10.0.0.3
                d.eu.example.com mesh=172.16.0.4
                """;
        assertEquals(
                """
                c.eu.example.com: its claim 10.0.0.3 is refused: it is outside the pool= and allow= prefixes of the policy
                d.eu.example.com: its claim 172.16.0.4 is refused: it is outside the pool= and allow= prefixes of the policy
                """,
                refused(node(), mesh));
    }

    @Test
    void an_address_that_two_claim_stays_with_the_one_that_has_it() {
        SimulatedNode node = node();
        node.pass(A + "b.example.net mesh=10.0.0.2");
        node.pass(A + "b.example.net mesh=10.0.0.2\nc.example.com mesh=10.0.0.2,10.0.0.3");
        assertEquals(
                """
                addr 10.0.0.1
                peer b allowed-ips 10.0.0.2
                peer c allowed-ips 10.0.0.3
                route 10.0.0.2 dev wg0
                route 10.0.0.3 dev wg0
                """,
                node.text());
    }

    @Test
    void a_new_address_that_two_claim_goes_to_the_meshs_own_zone_else_to_none() {
        SimulatedNode node = node();
        node.pass(
                A
                        + """
                        b.example.net mesh=10.0.0.2
                        c.example.com mesh=10.0.0.2
                        d.example.net mesh=10.0.0.4
                        e.example.net mesh=10.0.0.4 net=10.0.0.4/31
                        """);
        assertEquals(
                """
                addr 10.0.0.1
                peer b allowed-ips (none)
                peer c allowed-ips 10.0.0.2
                peer d allowed-ips (none)
                peer e allowed-ips (none)
                route 10.0.0.2 dev wg0
                """,
                node.text());
    }

    @Test
    void an_endpoint_in_a_pool_or_anothers_address_is_refused() {
        SimulatedNode node = node();
        String mesh =
                """
                policy pool=10.0.0.0/24,198.51.100.0/24 allow=203.0.113.0/24
                a.example.com mesh=10.0.0.1
                b.example.net mesh=10.0.0.2 at=198.51.100.9
                d.example.net mesh=10.0.0.4,203.0.113.44
                """;
        assertEquals(
                "b.example.net: its endpoint 198.51.100.9:51820 is refused: it is in a pool of the"
                        + " mesh\n",
                refused(node, mesh));
        String later = mesh + "c.example.net mesh=10.0.0.3 at=203.0.113.44";
        assertTrue(
                refused(node, later)
                        .contains(
                                "c.example.net: its endpoint 203.0.113.44:51820 is refused: it is"
                                        + " in 203.0.113.44/32, which d.example.net claims"));
        assertTrue(node.text().contains("peer c allowed-ips 10.0.0.3 keepalive 25\n"), node.text());
    }

    @Test
    void a_net_in_a_local_network_that_a_policy_allows_is_taken_and_reported() {
        SimulatedNode node = node();
        String mesh =
                "policy pool=10.0.0.0/24 allow=192.168.1.64/26\n"
                        + A
                        + "b.example.com mesh=10.0.0.2 net=192.168.1.64/26\n";
        DevicePlan plan = node.pass(mesh);
        assertEquals("", SimulatedNode.problems(plan));
        assertEquals(
                "b.example.com: its 192.168.1.64/26 is in the local network at eth0, and packets to"
                        + " it go through the tunnel\n",
                SimulatedNode.withoutFixes(plan.messages().notices()));
        assertTrue(node.text().contains("route 192.168.1.64/26 dev wg0"), node.text());
    }

    @Test
    void an_address_of_a_local_network_that_a_policy_allows_is_taken_without_a_notice() {
        String mesh =
                "policy pool=10.0.0.0/24 allow=192.168.1.0/24\n"
                        + A
                        + "b.example.net mesh=192.168.1.3";
        DevicePlan plan = node().pass(mesh);
        assertEquals(
                "",
                SimulatedNode.problems(plan)
                        + SimulatedNode.withoutFixes(plan.messages().notices()));
        assertEquals(
                "the member is not on the local network at eth0",
                plan.desired().peers().getFirst().paths().getFirst().reason());
    }

    @Test
    void a_key_that_two_publish_counts_for_the_one_that_had_it() {
        SimulatedNode node = node();
        node.pass(A + "b.example.net mesh=10.0.0.2");
        assertEquals(
                "_wireguard.c.example.com TXT: has the key of b.example.net and is ignored\n",
                refused(
                        node,
                        A + "b.example.net mesh=10.0.0.2\nc.example.com mesh=10.0.0.3 key=b"));
    }

    @Test
    void a_member_that_publishes_my_key_does_not_count() {
        SimulatedNode node = node();
        node.pass(A);
        assertEquals(
                "_wireguard.b.example.com TXT: has the key of a.example.com and is ignored\n",
                refused(node, A + "b.example.com mesh=10.0.0.2 key=a"));
    }

    @Test
    void i_am_found_by_the_next_key_of_the_member_that_i_was() {
        SimulatedNode node = new SimulatedNode("a", "10.0.0.1");
        node.pass("a.example.com mesh=10.0.0.1\nb.example.com mesh=10.0.0.2");
        DevicePlan plan =
                node.rekeyed("n")
                        .pass(
                                """
                                a.example.com mesh=10.0.0.1 next-key=n
                                b.example.com mesh=10.0.0.2 next-key=n
                                """);
        assertEquals("a.example.com", plan.desired().self().text());
    }

    @Test
    void i_am_found_by_the_next_key_of_the_member_that_the_key_file_names() {
        SimulatedNode node = new SimulatedNode("n", "10.0.0.1").keyFile("a.example.com");
        DevicePlan plan =
                node.pass(
                        """
                        a.example.com mesh=10.0.0.1 next-key=n
                        b.example.com mesh=10.0.0.2 next-key=n
                        """);
        assertEquals("a.example.com", plan.desired().self().text());
    }

    @Test
    void a_next_key_makes_nobody_another_member() {
        String lure = "b.example.com mesh=10.0.0.2 next-key=a\n";
        for (SimulatedNode node :
                List.of(node(), node().keyFile("a.example.com"), node().keyFile("b.example.net"))) {
            Failure failure = assertThrows(Failure.class, () -> node.pass(lure));
            assertEquals(Failure.Kind.UNREADABLE, failure.kind());
            assertEquals(
                    "b.example.com announces this node's key "
                            + MeshFixture.key("a")
                            + " as its next-key, and neither the state file nor the key file says"
                            + " that this node is b.example.com",
                    failure.problems().getFirst().what());
        }
        SimulatedNode removed = node();
        removed.pass(A + "b.example.com mesh=10.0.0.2");
        String before = removed.text();
        assertThrows(Failure.class, () -> removed.pass(lure));
        assertEquals(before, removed.text());
    }

    @Test
    void a_node_that_is_not_listed_changes_nothing() {
        SimulatedNode node = node();
        Failure failure =
                assertThrows(Failure.class, () -> node.pass("b.example.com mesh=10.0.0.2"));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
        assertEquals("addr 10.0.0.1\n", node.text());
    }

    @Test
    void a_policy_that_failed_is_as_it_was_last_known() {
        SimulatedNode node = node();
        String members = A + "b.example.net mesh=10.0.1.2";
        Failure failure = assertThrows(Failure.class, () -> node.pass("policy fails\n" + members));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
        assertEquals(
                List.of(
                        "127.0.0.1:53: SERVFAIL",
                        "_policy._p2p.example.com TXT: could not be read, and no earlier policy is"
                                + " known"),
                failure.problems().stream().map(p -> p.where() + ": " + p.what()).toList());
        node.pass("policy pool=10.0.0.0/24\n" + members);
        assertTrue(
                refused(node, "policy fails\n" + members)
                        .contains("its claim 10.0.1.2 is refused"));
    }
}
