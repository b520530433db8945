package dev.wgmesh.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.render.MetricsText;
import dev.wgmesh.testing.MeshFixture;
import dev.wgmesh.testing.SimulatedNode;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How a member behind a relay is shown, before and after the relay has a session. */
class RelayStatusTest {
    private static final String MESH =
            "policy pool=10.0.0.0/24\n"
                    + "a.example.com mesh=10.0.0.1 nat=yes\n"
                    + "b.example.net mesh=10.0.0.2 nat=hard\n"
                    + "r.example.net mesh=10.0.0.9 at=198.51.100.9 relay=yes\n";
    private static final HostName B = new HostName("b.example.net");

    private final SimulatedNode node =
            new SimulatedNode("a", "10.0.0.1").on("eth0", "192.168.1.7/24");
    private final DevicePlan plan = node.pass(MESH);

    private NodeStatus status() {
        Mesh mesh = MeshFixture.read(MESH);
        var report = new NodeReport(mesh, node.node().now(), Optional.empty(), node.node());
        return NodeStatus.of(report, Optional.empty());
    }

    private String shown() {
        MemberStatus member = status().member(B).orElseThrow();
        return member.path() + (member.up() ? " up" : " down") + ": " + member.reason();
    }

    private LikelyCause cause() {
        return LikelyCause.of(
                new PairReport(
                        status(),
                        B,
                        Optional.empty(),
                        true,
                        new TreeMap<>(),
                        "a zone",
                        Optional.empty()));
    }

    private List<String> metrics() {
        PassStatistics passes =
                PassStatistics.none(new MeshName("_p2p.example.com"), "wg0")
                        .completed(plan, 0, true, true, 0, node.node().now(), node.node().now());
        return MetricsText.of(passes, node.node().peers(), node.node().now())
                .lines()
                .filter(line -> line.contains("member=\"b.example.net\""))
                .filter(line -> line.startsWith("wgmesh_member_up") || line.contains("path="))
                .toList();
    }

    @Test
    void a_member_behind_a_relay_without_a_session_is_not_up() {
        assertEquals("relay down: the relay r.example.net has no session", shown());
        assertFalse(status().isComplete());
        assertEquals(
                "r.example.net relays to b.example.net, and has no session; wg-mesh why"
                        + " r.example.net",
                text(cause()));
        assertEquals(
                List.of(
                        "wgmesh_member_up{member=\"b.example.net\"} 0",
                        "wgmesh_member_path{member=\"b.example.net\",path=\"relay\"} 1"),
                metrics());
    }

    @Test
    void a_member_behind_a_relay_with_a_session_is_up() {
        node.answered("r");
        assertEquals(
                "relay up: through the relay r.example.net, which can read it: symmetric NAT",
                shown());
        assertTrue(status().isComplete());
        assertEquals(
                "b.example.net nothing is in the way: the relay r.example.net has a session; ",
                text(cause()));
        assertEquals("wgmesh_member_up{member=\"b.example.net\"} 1", metrics().getFirst());
    }

    @Test
    void a_pair_that_cannot_meet_has_the_reason_and_fix_of_the_reachability() {
        String homes = MESH.replace("relay=yes", "relay=no");
        var report =
                new NodeReport(
                        MeshFixture.read(homes), node.node().now(), Optional.empty(), node.node());
        NodeStatus status = NodeStatus.of(report, Optional.empty());
        LikelyCause cause =
                LikelyCause.of(
                        new PairReport(
                                status,
                                B,
                                Optional.empty(),
                                true,
                                new TreeMap<>(),
                                "a zone",
                                Optional.empty()));
        assertEquals(
                "a.example.com, b.example.net cannot meet: no public endpoint at either side, a"
                        + " symmetric NAT, and no relay; wg-mesh set r.example.net --relay",
                text(cause));
    }

    private static String text(LikelyCause cause) {
        return cause.problem().where()
                + " "
                + cause.problem().what()
                + "; "
                + cause.problem().fix();
    }
}
