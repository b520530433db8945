package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.DevicePlanner;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.MeshFixture;
import dev.wgmesh.testing.SimulatedNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 0 to 9 of what a pass may change on a device. */
class DevicePlanRulesTest {
    private static final String A = "a.example.com mesh=10.0.0.1 at=203.0.113.1\n";
    private static final String B = "b.example.net mesh=10.0.0.2 at=198.51.100.2\n";
    private static final String C = "c.example.net mesh=10.0.0.3 at=198.51.100.3\n";
    private static final String SIX =
            A
                    + B
                    + C
                    + "d.example.net mesh=10.0.0.4\ne.example.net mesh=10.0.0.5\n"
                    + "f.example.net mesh=10.0.0.6\n";

    private static SimulatedNode node() {
        return new SimulatedNode("a", "10.0.0.1").on("eth0", "203.0.113.1/24");
    }

    private static SimulatedNode node(String mesh) {
        SimulatedNode node = node();
        node.pass(mesh);
        return node;
    }

    private static String next(SimulatedNode node, String mesh) {
        return SimulatedNode.changes(node.pass(mesh));
    }

    @Test
    void rule_0_foreign_peers_and_routes_are_reported_and_untouched() {
        SimulatedNode node =
                node().peer("x", "", "10.0.0.9/32")
                        .route(
                                new Route(
                                        Prefix.of("10.0.0.2/32"),
                                        "eth0",
                                        Optional.of(IpAddress.of("203.0.113.9")),
                                        Optional.empty(),
                                        4));
        DevicePlan plan = node.pass("policy pool=10.0.0.0/24\n" + A + B);
        assertEquals(
                """
                addr 10.0.0.1
                peer b endpoint 198.51.100.2:51820 allowed-ips 10.0.0.2
                peer x allowed-ips 10.0.0.9
                route 10.0.0.2 via 203.0.113.9 dev eth0 proto 4
                """,
                node.text());
        assertEquals("route 10.0.0.2/32", plan.messages().problems().getFirst().where());
        assertTrue(plan.messages().notices().getFirst().what().contains("is not a member"));
    }

    @Test
    void rule_0_foreign_peers_are_removed_and_routes_replaced_where_that_is_asked_for() {
        SimulatedNode node =
                node().peer("x", "", "10.0.0.2/32")
                        .route(
                                new Route(
                                        Prefix.of("10.0.0.2/32"),
                                        "eth0",
                                        Optional.empty(),
                                        Optional.empty(),
                                        4))
                        .options(SimulatedNode.TAKE_OVER);
        node.pass(A + B);
        assertEquals(
                """
                addr 10.0.0.1
                peer b endpoint 198.51.100.2:51820 allowed-ips 10.0.0.2
                route 10.0.0.2 dev wg0
                """,
                node.text());
    }

    @Test
    void rule_0_an_allowed_ip_of_a_foreign_peer_is_not_taken() {
        SimulatedNode node = node().peer("x", "", "10.0.0.2/32");
        DevicePlan plan = node.pass(A + B);
        assertTrue(
                plan.messages()
                        .problems()
                        .getFirst()
                        .what()
                        .contains("its claim 10.0.0.2 is refused"));
        assertTrue(node.text().contains("peer x allowed-ips 10.0.0.2\n"), node.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/24", "10.0.0.2/31", "10.0.0.2/32"})
    void rule_0_a_claim_that_overlaps_an_allowed_ip_of_a_foreign_peer_is_refused(String allowed) {
        for (String policy : List.of("", "policy pool=10.0.0.0/16 allow=10.0.0.0/8\n")) {
            SimulatedNode node = node().peer("x", "", allowed);
            assertEquals(
                    "its claim 10.0.0.2 is refused: it overlaps the allowed IP "
                            + allowed
                            + " of a peer on this interface that is not a member",
                    node.pass(policy + A + B).messages().problems().getFirst().what());
            assertTrue(
                    node.text().contains("peer b endpoint 198.51.100.2:51820 allowed-ips (none)"));
        }
    }

    @Test
    void rule_0_a_net_that_contains_an_allowed_ip_of_a_foreign_peer_is_refused() {
        SimulatedNode node = node().peer("x", "", "172.16.3.9/32").peer("y", "", "0.0.0.0/0");
        String mesh = "policy pool=10.0.0.0/24 allow=172.16.0.0/12\n" + A;
        DevicePlan plan = node.pass(mesh + "b.example.net mesh=10.0.0.2 net=172.16.3.0/24");
        assertEquals(1, plan.messages().problems().size(), plan.messages().problems().toString());
        assertTrue(node.text().contains("peer b allowed-ips 10.0.0.2\n"), node.text());
        node.options(SimulatedNode.TAKE_OVER);
        node.pass(mesh + "b.example.net mesh=10.0.0.2 net=172.16.3.0/24");
        assertTrue(node.text().contains("peer b allowed-ips 10.0.0.2,172.16.3.0/24\n"));
    }

    @Test
    void rule_0_state_lost_nothing_is_removed_while_a_listed_member_is_unresolved() {
        SimulatedNode node = node(A + B + C).forget().options(SimulatedNode.TAKE_OVER);
        assertEquals("", next(node, A + B + "c.example.net key=fails mesh=fails"));
        assertEquals("", next(node.forget(), A + B + C));
    }

    @Test
    void rule_1_a_peer_that_left_the_mesh_is_removed() {
        SimulatedNode node = node(A + B + C);
        assertEquals("remove route 10.0.0.3 dev wg0\nremove peer c\n", next(node, A + B));
        assertEquals("", next(node, A + B));
    }

    @Test
    void rule_1_a_listed_member_without_key_or_addresses_keeps_what_it_had() {
        SimulatedNode node = node(A + B);
        for (String lost :
                new String[] {
                    "b.example.net key=fails mesh=10.0.0.9",
                    "b.example.net key=none mesh=10.0.0.9",
                    "b.example.net mesh=fails",
                    "b.example.net",
                    "b.example.net key=fails mesh=fails at=fails meta=fails"
                }) {
            DevicePlan plan = node.pass(A + lost);
            assertEquals("", SimulatedNode.changes(plan), lost);
            assertTrue(
                    plan.messages()
                            .problems()
                            .getFirst()
                            .what()
                            .contains("keeps its last known records"));
        }
    }

    @Test
    void rule_1_a_type_that_failed_keeps_its_own() {
        String a = "policy pool=10.0.0.0/24,fd00::/64 allow=172.16.0.0/12\n" + A;
        String both = a + "b.example.net mesh=10.0.0.2,fd00::2 at=198.51.100.2 net=172.16.3.0/24\n";
        SimulatedNode node = node(both);
        String failed = "mesh=10.0.0.2 mesh6=fails at=fails meta=fails";
        assertEquals("", next(node, a + "b.example.net " + failed));
        assertEquals("", next(node.forget(), a + "b.example.net " + failed));
        assertEquals(
                """
                remove route fd00::2 dev wg0
                set peer b allowed-ips 10.0.0.2,172.16.3.0/24
                """,
                next(node, a + "b.example.net mesh=10.0.0.2 at=198.51.100.2 net=172.16.3.0/24"));
    }

    @Test
    void rule_1_a_member_whose_key_changed_is_one_peer() {
        SimulatedNode node = node(A + B);
        assertEquals(
                """
                remove peer b
                add peer k endpoint 198.51.100.2:51820 allowed-ips 10.0.0.2
                """,
                next(node, A + "b.example.net key=k mesh=10.0.0.2 at=198.51.100.2"));
    }

    @Test
    void rule_1_a_member_that_has_another_name_now_keeps_its_peer() {
        SimulatedNode node = node(A + B);
        assertEquals("", next(node, A + "bb.example.net mesh=10.0.0.2 at=198.51.100.2"));
    }

    @Test
    void rule_1_members_of_a_sub_list_that_failed_stay() {
        String lists = A + "list _p2p.eu.example.com\nb.eu.example.com mesh=10.0.0.2";
        SimulatedNode node = node(lists);
        assertEquals("", next(node, A + "list _p2p.eu.example.com fails"));
        assertEquals("remove route 10.0.0.2 dev wg0\nremove peer b\n", next(node, A));
    }

    @Test
    void rule_2_a_list_that_failed_is_empty_or_lacks_me_changes_nothing() {
        SimulatedNode node = node(A + B);
        String before = node.text();
        for (String mesh : new String[] {"list fails\n" + A, "", B}) {
            Failure failure = assertThrows(Failure.class, () -> node.pass(mesh), mesh);
            assertEquals(Failure.Kind.UNREADABLE, failure.kind(), mesh);
            assertEquals(before, node.text());
        }
    }

    @Test
    void rule_2_many_removed_at_once_are_held_back_and_the_rest_goes_on() {
        SimulatedNode node = node(SIX);
        String short3 = A + B + C + "d.example.net mesh=10.0.0.44\n";
        DevicePlan plan = node.pass(short3);
        assertEquals(
                """
                remove route 10.0.0.4 dev wg0
                set peer d allowed-ips 10.0.0.44
                add route 10.0.0.44 dev wg0
                """,
                SimulatedNode.changes(plan));
        assertEquals(2, plan.messages().heldBack().size());
        assertEquals("", next(node.later(Duration.ofMinutes(59)), short3));
        assertEquals(
                """
                remove route 10.0.0.5 dev wg0
                remove route 10.0.0.6 dev wg0
                remove peer e
                remove peer f
                """,
                next(node.later(Duration.ofMinutes(1)), short3));
    }

    @Test
    void rule_2_another_list_begins_the_hour_anew() {
        SimulatedNode node = node(SIX);
        node.pass(A + B + C);
        node.later(Duration.ofMinutes(59)).pass(A + B);
        assertEquals("", next(node.later(Duration.ofMinutes(59)), A + B));
    }

    @Test
    void rule_2_max_remove_lifts_the_guard() {
        SimulatedNode node = node(SIX);
        node.options(
                new PassOptions(
                        Optional.empty(),
                        false,
                        false,
                        Optional.of(5),
                        Optional.empty(),
                        false,
                        false,
                        false));
        node.pass(A + B);
        assertFalse(node.text().contains("peer f"), node.text());
    }

    @Test
    void rule_2_one_of_two_may_go() {
        assertEquals(
                "remove route 10.0.0.3 dev wg0\nremove peer c\n", next(node(A + B + C), A + B));
    }

    @Test
    void rule_3_only_what_differs_is_written() {
        SimulatedNode node = node(A + B + C);
        assertEquals(
                """
                set peer b allowed-ips 10.0.0.2,10.0.0.22
                add route 10.0.0.22 dev wg0
                """,
                next(node, A + "b.example.net mesh=10.0.0.2,10.0.0.22 at=198.51.100.2\n" + C));
    }

    @Test
    void rule_4_an_endpoint_that_dns_moved_is_written() {
        SimulatedNode node = node(A + B);
        assertEquals(
                "set peer b endpoint 198.51.100.22:51820\n",
                next(node, A + "b.example.net mesh=10.0.0.2 at=198.51.100.22"));
    }

    @Test
    void rule_4_an_endpoint_that_dns_moved_waits_until_the_session_is_down() {
        String moved = A + "b.example.net mesh=10.0.0.2 at=198.51.100.22";
        SimulatedNode node = node(A + B).answered("b");
        node.pass(A + B);
        assertEquals("", next(node.later(Duration.ofSeconds(179)), moved));
        assertEquals("", next(node, A + B));
        assertEquals("", next(node, moved));
        assertEquals(
                "set peer b endpoint 198.51.100.22:51820\n",
                next(node.later(Duration.ofSeconds(1)), moved));
    }

    @Test
    void rule_4_a_session_that_roamed_keeps_its_endpoint() {
        SimulatedNode node = node(A + B).answered("b", "192.0.2.7:1024");
        assertEquals("", next(node, A + B));
        assertEquals("", next(node, A + "b.example.net mesh=10.0.0.2 at=198.51.100.22"));
    }

    @Test
    void rule_4_a_stale_peer_that_roamed_is_called_where_dns_says() {
        SimulatedNode node = node(A + B).answered("b", "192.0.2.7:1024");
        node.pass(A + B);
        node.later(Duration.ofSeconds(300)).sends("b", 148);
        assertEquals("set peer b endpoint 198.51.100.2:51820\n", next(node, A + B));
        assertEquals("", next(node, A + B));
    }

    @Test
    void rule_4_an_idle_peer_is_not_stale() {
        SimulatedNode node = node(A + B).answered("b", "192.0.2.7:1024");
        node.pass(A + B);
        assertEquals("", next(node.later(Duration.ofHours(2)), A + B));
    }

    @Test
    void rule_4_a_failed_lookup_never_clears_an_endpoint() {
        SimulatedNode node = node(A + B);
        assertEquals("", next(node, A + "b.example.net mesh=10.0.0.2 at=fails"));
        assertEquals("", next(node, A + "b.example.net mesh=10.0.0.2"));
    }

    @Test
    void rule_4_a_peer_without_endpoint_gets_the_first_that_dns_names() {
        SimulatedNode node = node(A + "b.example.net mesh=10.0.0.2");
        assertEquals("set peer b endpoint 198.51.100.2:51820\n", next(node, A + B));
    }

    @Test
    void rule_4_endpoints_are_written_again_when_my_own_addresses_change() {
        SimulatedNode node = node(A + B).answered("b", "192.0.2.7:1024");
        node.pass(A + B);
        node.unplugged().on("wlan0", "192.0.2.99/24");
        assertEquals("set peer b endpoint 192.0.2.7:1024\n", next(node, A + B));
        assertEquals("", next(node, A + B));
    }

    @Test
    void rule_4_watch_tries_each_candidate_twice() {
        String mesh = A + "b.example.net mesh=10.0.0.2 at=198.51.100.2,198.51.100.22\n";
        SimulatedNode node = node(mesh);
        node.options(
                new PassOptions(
                        Optional.empty(),
                        false,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        true,
                        false));
        var tried = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            node.later(Duration.ofSeconds(20)).sends("b", 148);
            tried.append(next(node, mesh));
        }
        assertEquals(
                """
                set peer b endpoint 198.51.100.22:51820
                set peer b endpoint 198.51.100.2:51820
                set peer b endpoint 198.51.100.22:51820
                set peer b endpoint 198.51.100.2:51820
                """,
                tried.toString());
    }

    @Test
    void rule_5_an_address_is_taken_from_a_peer_before_another_gets_it() {
        SimulatedNode node = node(A + B + "c.example.net mesh=10.0.0.3,10.0.0.7 at=198.51.100.3\n");
        assertEquals(
                """
                set peer c allowed-ips 10.0.0.3
                set peer b allowed-ips 10.0.0.2,10.0.0.7
                """,
                next(node, A + "b.example.net mesh=10.0.0.2,10.0.0.7 at=198.51.100.2\n" + C));
    }

    @Test
    void rule_5_addresses_that_change_places_are_taken_then_given_in_one_pass() {
        SimulatedNode node = node(A + B + C);
        assertEquals(
                """
                set peer b allowed-ips (none)
                set peer c allowed-ips (none)
                set peer b allowed-ips 10.0.0.3
                set peer c allowed-ips 10.0.0.2
                """,
                next(
                        node,
                        A
                                + "b.example.net mesh=10.0.0.3 at=198.51.100.2\n"
                                + "c.example.net mesh=10.0.0.2 at=198.51.100.3\n"));
    }

    @Test
    void rule_5_an_address_of_a_member_that_left_goes_to_the_next() {
        SimulatedNode node = node(A + B + C);
        assertEquals(
                """
                remove peer b
                set peer c allowed-ips 10.0.0.2,10.0.0.3
                """,
                next(node, A + "c.example.net mesh=10.0.0.2,10.0.0.3 at=198.51.100.3\n"));
    }

    @Test
    void rule_6_addresses_change_only_on_an_interface_that_we_made() {
        SimulatedNode ours = SimulatedNode.withKeyFile("a");
        assertEquals(
                """
                add addr 10.0.0.1
                add peer b endpoint 198.51.100.2:51820 allowed-ips 10.0.0.2
                add route 10.0.0.2 dev wg0
                """,
                next(ours, A + B));
        String moved = "a.example.com mesh=10.0.0.11 at=203.0.113.1\n" + B;
        assertEquals("add addr 10.0.0.11\nremove addr 10.0.0.1\n", next(ours, moved));
        SimulatedNode manual = node(A + B);
        DevicePlan plan = manual.pass(moved);
        assertEquals("", SimulatedNode.changes(plan));
        assertEquals(
                "wg0: lacks the mesh address 10.0.0.11 of this node; add the address: ip addr add"
                        + " 10.0.0.11/32 dev wg0",
                plan.messages().heldBack().getFirst().toString());
        String second = "a.example.com mesh=10.0.0.1,10.0.0.11 at=203.0.113.1\n" + B;
        DevicePlan some = node(A + B).pass(second);
        assertEquals(List.of(), some.messages().heldBack());
        assertTrue(
                some.messages().problems().getFirst().what().startsWith("lacks the mesh address"));
    }

    @Test
    void rule_7_keepalive_is_on_behind_nat() {
        SimulatedNode node = node("a.example.com mesh=10.0.0.1\n" + B);
        assertTrue(node.text().contains("keepalive 25"), node.text());
        assertEquals("set peer b keepalive 0\n", next(node, A + B));
        String said = "a.example.com mesh=10.0.0.1 at=203.0.113.1 nat=yes\n";
        assertEquals("set peer b keepalive 25\n", next(node, said + B));
    }

    @Test
    void rule_9_a_pass_that_broke_off_anywhere_is_finished_by_the_next() {
        String after =
                A + "b.example.net mesh=10.0.0.3 at=198.51.100.22\nd.example.net mesh=10.0.0.4\n";
        SimulatedNode whole = node(A + B + C);
        int changes = whole.pass(after).changes().size();
        for (int i = 0; i <= changes; i++) {
            SimulatedNode broken = node(A + B + C);
            broken.passBroken(after, i);
            broken.pass(after);
            assertEquals(whole.text(), broken.text(), "broken before change " + i);
            assertEquals("", next(broken, after));
        }
    }

    @Test
    void an_interface_that_is_down_is_set_up_first() {
        SimulatedNode node = SimulatedNode.withKeyFile("a").on("eth0", "203.0.113.1/24");
        String mesh = A.replace("10.0.0.1", "10.0.0.1,fd00::1") + B;
        node.pass(mesh);
        String before = node.text();
        assertEquals(
                """
                set link up
                add addr fd00::1
                add route 10.0.0.2 dev wg0
                """,
                next(node.down(), mesh));
        assertEquals(before, node.text());
        assertTrue(node.plan(mesh).isEmpty());
        SimulatedNode madeByHand = node(A + B);
        assertEquals("set link up\nadd route 10.0.0.2 dev wg0\n", next(madeByHand.down(), A + B));
    }

    @Test
    void an_interface_with_another_key_is_refused() {
        SimulatedNode node = node();
        var other =
                new NodeContext(
                        new SelfSelector.ByKey(MeshFixture.key("z")),
                        "wg0",
                        node.node().actual(),
                        node.node().facts(),
                        node.state(),
                        PassOptions.DEFAULT,
                        false,
                        node.node().now());
        Failure failure =
                assertThrows(
                        Failure.class, () -> DevicePlanner.plan(MeshFixture.read(A + B), other));
        assertEquals(Failure.Kind.REFUSED, failure.kind());
    }
}
