package dev.wgmesh.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.mesh.OwnedForwarding;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.model.RoutePlace;
import dev.wgmesh.testing.SimulatedNode;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes in the table of {@code --table}, with the metric of {@code --metric}. */
class RoutePlaceTest {
    private static final String MESH =
            """
            policy pool=10.0.0.0/24 pool=fd00::/64
            a.example.com mesh=10.0.0.1 mesh=fd00::1 at=203.0.113.1
            b.example.net mesh=10.0.0.2 mesh=fd00::2 at=203.0.113.2
            """;

    private static PassOptions at(long table, long metric) {
        return PassOptions.DEFAULT.withRoutes(new RoutePlace(table, metric));
    }

    private static SimulatedNode node(PassOptions options) {
        return new SimulatedNode("a", "10.0.0.1", "fd00::1").options(options);
    }

    private static Route foreign(String to, RoutePlace place) {
        return new Route(Prefix.of(to), "eth0", Optional.empty(), Optional.empty(), 4, place);
    }

    private static String routes(SimulatedNode node) {
        return node.text().lines().filter(line -> line.startsWith("route")).toList().toString();
    }

    @Test
    void routes_of_both_families_have_the_table_and_the_metric() {
        SimulatedNode node = node(at(100, 50));
        node.pass(MESH);
        assertEquals(
                "[route 10.0.0.2 dev wg0 table 100 metric 50,"
                        + " route fd00::2 dev wg0 table 100 metric 50]",
                routes(node));
        assertEquals("", SimulatedNode.changes(node.pass(MESH)), "a second pass");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 50})
    void routes_that_move_are_added_before_they_are_removed(long metric) {
        SimulatedNode node = node(at(RoutePlace.MAIN_TABLE, metric));
        String before = metric == 0 ? "" : " metric " + metric;
        node.pass(MESH);
        node.options(at(100, 7));
        assertEquals(
                """
                add route 10.0.0.2 dev wg0 table 100 metric 7
                add route fd00::2 dev wg0 table 100 metric 7
                remove route 10.0.0.2 dev wg0%1$s
                remove route fd00::2 dev wg0%1$s
                """
                        .formatted(before),
                SimulatedNode.changes(node.pass(MESH)));
        node.options(at(100, 8));
        assertEquals(
                """
                add route 10.0.0.2 dev wg0 table 100 metric 8
                add route fd00::2 dev wg0 table 100 metric 8
                remove route 10.0.0.2 dev wg0 table 100 metric 7
                remove route fd00::2 dev wg0 table 100 metric 7
                """,
                SimulatedNode.changes(node.pass(MESH)));
        assertEquals("", SimulatedNode.changes(node.pass(MESH)), "a second pass");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void a_move_that_is_interrupted_is_finished_by_the_next_pass(int before) {
        SimulatedNode node = node(PassOptions.DEFAULT);
        node.pass(MESH);
        node.options(at(100, 0));
        node.passBroken(MESH, before);
        node.pass(MESH);
        assertEquals(
                "[route 10.0.0.2 dev wg0 table 100, route fd00::2 dev wg0 table 100]",
                routes(node));
    }

    @Test
    void a_foreign_route_in_another_table_stays() {
        SimulatedNode node =
                node(at(100, 0))
                        .route(foreign("10.0.0.2/32", RoutePlace.MAIN))
                        .route(foreign("fd00::2/128", RoutePlace.MAIN));
        assertEquals("", SimulatedNode.problems(node.pass(MESH)));
        assertEquals(
                "[route 10.0.0.2 dev wg0 table 100, route 10.0.0.2 dev eth0 proto 4,"
                        + " route fd00::2 dev wg0 table 100, route fd00::2 dev eth0 proto 4]",
                routes(node));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.2/32", "fd00::2/128"})
    void a_foreign_route_in_the_table_is_a_conflict(String to) {
        SimulatedNode node = node(at(100, 0)).route(foreign(to, new RoutePlace(100, 5)));
        assertEquals(
                "route " + to + ": a foreign route leads to eth0, but wg-mesh needs wg0\n",
                SimulatedNode.problems(node.pass(MESH)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.2/32", "fd00::2/128"})
    void of_routes_with_different_metrics_both_stay(String to) {
        var place = new RoutePlace(RoutePlace.MAIN_TABLE, 60);
        SimulatedNode node = node(at(RoutePlace.MAIN_TABLE, 50)).route(foreign(to, place));
        assertEquals("", SimulatedNode.problems(node.pass(MESH)));
        node.options(at(RoutePlace.MAIN_TABLE, 70));
        String preferred =
                "route "
                        + to
                        + ": a foreign route of metric 60 leads to eth0, and the kernel prefers it"
                        + " to that of wg-mesh, of metric 70\n";
        assertEquals(preferred, SimulatedNode.problems(node.pass(MESH)));
        assertEquals(preferred, SimulatedNode.problems(node.pass(MESH)), "a second pass");
    }

    @Test
    void a_foreign_route_of_another_metric_is_replaced_and_put_back() {
        var place = new RoutePlace(RoutePlace.MAIN_TABLE, 60);
        Route foreign = foreign("10.0.0.2/32", place);
        SimulatedNode node = node(SimulatedNode.TAKE_OVER).route(foreign);
        node.pass(MESH);
        assertEquals("[route 10.0.0.2 dev wg0, route fd00::2 dev wg0]", routes(node));
        node.on("eth0", "192.0.2.1/24");
        TearDownPlan.of(node.state(), node.node().actual(), node.node().facts())
                .changes()
                .forEach(planned -> node.change(planned.change()));
        assertEquals("[route 10.0.0.2 dev eth0 metric 60 proto 4]", routes(node));
    }

    @Test
    void down_removes_routes_of_every_table() {
        SimulatedNode node = node(at(100, 50));
        node.pass(MESH);
        TearDownPlan.of(node.state(), node.node().actual(), node.node().facts())
                .changes()
                .forEach(planned -> node.change(planned.change()));
        assertEquals("[]", routes(node));
    }

    @Test
    void the_default_metric_of_a_family_is_no_metric() {
        SimulatedNode node = node(PassOptions.DEFAULT);
        node.pass(MESH);
        node.options(at(RoutePlace.MAIN_TABLE, 1024));
        assertEquals(
                """
                add route 10.0.0.2 dev wg0 metric 1024
                remove route 10.0.0.2 dev wg0
                """,
                SimulatedNode.changes(node.pass(MESH)));
    }

    @Test
    void a_relay_forwards_by_the_table_of_the_routes() {
        String mesh = MESH.replace("at=203.0.113.1", "at=203.0.113.1 relay=yes");
        SimulatedNode node =
                node(PassOptions.DEFAULT.relaying()).kernel(Set.of(), Set.of(Family.V4, Family.V6));
        node.pass(mesh);
        assertEquals(
                new OwnedForwarding(Set.of(Family.V4, Family.V6), RoutePlace.MAIN_TABLE),
                node.state().owned().forwarding());
        node.options(at(100, 0));
        DevicePlan moved = node.plan(mesh);
        assertEquals(
                """
                add route 10.0.0.2 dev wg0 table 100
                add route fd00::2 dev wg0 table 100
                set forwarding IPv4 on table 100
                set forwarding IPv6 on table 100
                remove route 10.0.0.2 dev wg0
                remove route fd00::2 dev wg0
                """,
                SimulatedNode.changes(moved));
        node.passBroken(mesh, 2);
        assertEquals(
                """
                set forwarding IPv4 on table 100
                set forwarding IPv6 on table 100
                remove route 10.0.0.2 dev wg0
                remove route fd00::2 dev wg0
                """,
                SimulatedNode.changes(node.pass(mesh)));
        assertEquals(
                new OwnedForwarding(Set.of(Family.V4, Family.V6), 100),
                node.state().owned().forwarding());
    }
}
