package dev.wgmesh.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.mesh.ClaimPath;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.HostileMesh;
import dev.wgmesh.testing.MeshFixture;
import dev.wgmesh.testing.Seeds;
import dev.wgmesh.testing.SimulatedNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Hostile members, and writers of the whole zone, take nothing that a node or a peer uses, mesh
 * after mesh on one node.
 */
class HostileMeshTest {
    /** The meshes that a node lives through, one after the other. */
    private static final int MESHES = 10;

    private static final int MOST_PASSES = 6;

    private static final HostName SELF = new HostName("a.example.com");
    private static final String B_ENDPOINT = "198.51.100.2:51820";
    private static final String C_ENDPOINT = "192.168.1.3:51820";
    private static final List<IpAddress> IN_USE =
            HostileMesh.IN_USE.stream().map(IpAddress::of).toList();
    private static final List<IpAddress> OWN =
            List.of(IpAddress.of("10.0.0.1"), IpAddress.of("fd00::1"));

    @Test
    void a_hostile_mesh_takes_nothing() {
        check(1_500);
    }

    /** Checks that many meshes, on a tenth as many nodes. */
    static void check(int meshes) {
        Seeds.check(meshes / MESHES, HostileMeshTest::live);
    }

    /** A node that read the honest mesh first, or that begins amid hostile members. */
    private static void live(RandomGenerator random) {
        var hostile = new HostileMesh(random);
        SimulatedNode node = hostile.node();
        String policy = hostile.policy();
        boolean honest = random.nextInt(4) > 0;
        if (honest) {
            node.pass(policy + "\n" + String.join("\n", HostileMesh.HONEST));
            answer(node, random);
        }
        boolean membersOnly = random.nextBoolean();
        boolean foreign = true;
        boolean unlimited = membersOnly && !policy.contains("pool=");
        boolean keepsPeers = honest && membersOnly && !policy.contains("origin");
        for (int i = 0; i < MESHES; i++) {
            String mesh = membersOnly ? hostile.withHostileMembers(policy) : hostile.rewritten();
            // a member with the key of a peer that is there takes it over: a mesh made by hand
            foreign &= !mesh.contains(" key=x");
            // once it was removed, a member may announce its key
            foreign &= node.peers().containsKey(MeshFixture.key("x"));
            var victims = new ArrayList<String>(foreign ? List.of("x") : List.of());
            victims.addAll(keepsPeers ? List.of("b", "c") : List.of());
            try {
                Mesh read = MeshFixture.read(mesh);
                DevicePlan plan = node.pass(read);
                assertNothingTaken(node, plan, victims);
                if (unlimited) {
                    assertNoRouteToNetworks(plan);
                }
                if (keepsPeers) {
                    assertHonestPeersKept(node);
                }
                assertSettles(node, read, victims);
            } catch (Failure e) {
                assertTrue(!honest || !membersOnly, () -> e.problems() + "\n" + mesh);
            } catch (AssertionError e) {
                throw new AssertionError(
                        e.getMessage() + "\nmesh:\n" + mesh + "\nnode:\n" + node.text(), e);
            }
            node.later(Duration.ofSeconds(20));
        }
    }

    private static void answer(SimulatedNode node, RandomGenerator random) {
        for (String letter : List.of("b", "c")) {
            if (node.peers().containsKey(MeshFixture.key(letter)) && random.nextInt(3) > 0) {
                node.answered(letter, letter.equals("b") ? B_ENDPOINT : C_ENDPOINT);
            }
        }
    }

    /**
     * An address or a key that another has until then waits for a pass; where the whole zone was
     * rewritten, one may wait for another.
     */
    private static void assertSettles(SimulatedNode node, Mesh mesh, List<String> victims) {
        int passes = 1;
        for (DevicePlan next = node.plan(mesh); !next.changes().isEmpty(); next = node.plan(mesh)) {
            DevicePlan plan = next;
            assertTrue(++passes <= MOST_PASSES, () -> "no end of passes: " + plan);
            assertNothingTaken(node, node.carryOut(plan), victims);
        }
    }

    private static void assertNothingTaken(
            SimulatedNode node, DevicePlan plan, List<String> victims) {
        assertEquals(Optional.of(SELF), node.state().self());
        for (Route route : node.routes()) {
            if (route.protocol() == Route.PROTOCOL) {
                Stream.concat(IN_USE.stream(), endpoints(node, victims))
                        .forEach(used ->
                                assertFalse(
                                        route.destination().contains(used),
                                        () ->
                                                "a route "
                                                        + route
                                                        + " to "
                                                        + used
                                                        + ", which is in use"));
            }
        }
        for (DesiredPeer peer : plan.desired().peers()) {
            for (ClaimPath path : peer.paths()) {
                Stream.concat(
                                IN_USE.stream().map(IpAddress::asPrefix),
                                victims.contains("x")
                                                && node.peers().containsKey(MeshFixture.key("x"))
                                        ? HostileMesh.FOREIGN.stream()
                                        : Stream.empty())
                        .forEach(used ->
                                assertFalse(
                                        path.claim().overlaps(used),
                                        () -> peer.host() + " has " + path.claim()));
            }
        }
        assertTrue(node.text().contains("addr 10.0.0.1\n"));
        List<PeerState> peers = node.peers().values().stream().toList();
        for (int i = 0; i < peers.size(); i++) {
            for (Prefix prefix : peers.get(i).peer().allowedIps()) {
                OWN.forEach(own ->
                        assertFalse(
                                prefix.contains(own),
                                () -> prefix + " of a peer has " + own + " of this node"));
                for (PeerState other : peers.subList(i + 1, peers.size())) {
                    assertTrue(
                            other.peer().allowedIps().stream().noneMatch(prefix::overlaps),
                            () -> prefix + " at two peers");
                }
            }
        }
        Optional.ofNullable(node.peers().get(MeshFixture.key("x")))
                .map(PeerState::peer)
                .filter(_ -> victims.contains("x"))
                .ifPresent(x -> assertEquals(HostileMesh.FOREIGN, x.allowedIps()));
        if (node.state().owned().ownsInterface()) {
            assertEquals(OWN, plan.desired().addresses());
        }
    }

    /** Without a policy, no member has a route into a network of the node. */
    private static void assertNoRouteToNetworks(DevicePlan plan) {
        for (Route route : plan.desired().routes()) {
            assertTrue(
                    HostileMesh.NETWORKS.stream().noneMatch(route.destination()::overlaps),
                    () -> "a route " + route);
        }
    }

    /** Returns the endpoints of peers whose records no attacker wrote. */
    private static Stream<IpAddress> endpoints(SimulatedNode node, List<String> victims) {
        return victims.stream()
                .flatMap(letter ->
                        Optional.ofNullable(node.peers().get(MeshFixture.key(letter))).stream())
                .flatMap(peer -> peer.peer().endpoint().stream())
                .map(endpoint -> endpoint.address());
    }

    private static void assertHonestPeersKept(SimulatedNode node) {
        assertHas(node, "b", "10.0.0.2/32");
        assertHas(node, "b", "fd00::2/128");
        assertHas(node, "c", "10.0.0.3/32");
    }

    private static void assertHas(SimulatedNode node, String letter, String prefix) {
        Peer peer =
                Optional.ofNullable(node.peers().get(MeshFixture.key(letter)))
                        .map(PeerState::peer)
                        .orElseThrow(() -> new AssertionError(letter + " has no peer"));
        assertTrue(peer.allowedIps().contains(Prefix.of(prefix)), () -> letter + " lost " + prefix);
    }
}
