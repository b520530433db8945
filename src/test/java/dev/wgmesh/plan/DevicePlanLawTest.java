package dev.wgmesh.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.ClaimPath;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.testing.MeshFixture;
import dev.wgmesh.testing.RandomPass;
import dev.wgmesh.testing.Seeds;
import dev.wgmesh.testing.SimulatedNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Properties of passes, on many random meshes with conflicts, failures and changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DevicePlanLawTest {
    private static final int RUNS = 400;
    private static final int PASSES = 5;
    private static final PublicKey FOREIGN = MeshFixture.key("x");

    private final List<FinishedPass> passes = lives();

    /** A node that lived through some passes, and the mesh that its next pass is to read. */
    static void eachLife(BiConsumer<SimulatedNode, String> law) {
        Seeds.check(
                RUNS,
                random -> {
                    var life = new RandomPass(random);
                    SimulatedNode node =
                            random.nextBoolean()
                                    ? SimulatedNode.withKeyFile("a")
                                    : new SimulatedNode("a", "10.0.0.1", "fd00::1")
                                            .peer("x", "192.168.1.6:1", "10.0.0.7/32")
                                            .route(foreignRoute());
                    node.on("eth0", "192.168.1.1/24").gateway("192.168.1.7");
                    for (int i = 0; i < PASSES; i++) {
                        law.accept(node, String.join("\n", life.mesh()));
                        life.live(node);
                    }
                });
    }

    private static Route foreignRoute() {
        return new Route(Prefix.of("10.0.0.5/32"), "eth0", Optional.empty(), Optional.empty(), 4);
    }

    @Test
    void the_order_of_the_input_does_not_matter() {
        Seeds.check(
                RUNS,
                random -> {
                    var life = new RandomPass(random);
                    var node = new SimulatedNode("a", "10.0.0.1").on("eth0", "192.168.1.1/24");
                    node.pass(String.join("\n", life.mesh()));
                    List<String> lines = life.mesh();
                    DevicePlan one = node.plan(String.join("\n", lines));
                    DevicePlan other = node.plan(String.join("\n", life.shuffled(lines)));
                    assertEquals(one, other);
                });
    }

    /**
     * A pass that a node made.
     *
     * @param known the state before it
     * @param before the peers before it, by key
     * @param after the peers after it, by key
     * @param routes whether the foreign route was there before it, and after it
     */
    private record FinishedPass(
            long seed,
            String mesh,
            NodeState known,
            Map<PublicKey, PeerState> before,
            DevicePlan plan,
            Map<PublicKey, PeerState> after,
            List<Boolean> routes) {
        static FinishedPass of(long seed, SimulatedNode node, String mesh) {
            NodeState known = node.state();
            Map<PublicKey, PeerState> before = Map.copyOf(node.peers());
            boolean route = node.routes().contains(foreignRoute());
            DevicePlan plan = node.pass(mesh);
            return new FinishedPass(
                    seed,
                    mesh,
                    known,
                    before,
                    plan,
                    Map.copyOf(node.peers()),
                    List.of(route, node.routes().contains(foreignRoute())));
        }

        @Override
        public String toString() {
            return "seed " + seed + ":\n" + mesh;
        }
    }

    /** Returns the passes of all lives: each law below holds for each of them. */
    private static List<FinishedPass> lives() {
        var passes = new ArrayList<FinishedPass>();
        eachLife((node, mesh) -> passes.add(FinishedPass.of(passes.size() / PASSES, node, mesh)));
        assertEquals(RUNS * PASSES, passes.size());
        return passes;
    }

    @Test
    void what_is_foreign_is_never_touched() {
        for (FinishedPass pass : passes) {
            assertEquals(
                    Optional.ofNullable(pass.before().get(FOREIGN)),
                    Optional.ofNullable(pass.after().get(FOREIGN)),
                    pass::toString);
            assertEquals(pass.routes().getFirst(), pass.routes().getLast(), pass::toString);
        }
    }

    @Test
    void whatever_the_path_every_claim_but_a_public_endpoint_is_an_allowed_ip() {
        for (FinishedPass pass : passes) {
            for (DesiredPeer peer : pass.plan().desired().peers()) {
                for (ClaimPath path : peer.paths()) {
                    assertEquals(
                            path.kind() != ClaimPath.Kind.PUBLIC,
                            peer.peer().allowedIps().contains(path.claim()),
                            pass::toString);
                }
            }
        }
    }

    @Test
    void a_listed_member_never_loses_its_peer_unless_it_has_another_key() {
        for (FinishedPass pass : passes) {
            for (Member member : MeshFixture.read(pass.mesh()).members()) {
                pass.known()
                        .member(member.name())
                        .map(k -> k.key())
                        .filter(pass.before()::containsKey)
                        .filter(_ -> !member.resolved())
                        .ifPresent(k -> assertTrue(pass.after().containsKey(k), pass::toString));
            }
        }
    }

    @Test
    void no_endpoint_goes_into_its_own_tunnel() {
        for (FinishedPass pass : passes) {
            for (DesiredPeer peer : pass.plan().desired().peers()) {
                peer.peer().endpoint().ifPresent(e -> outside(e, peer.paths(), pass));
            }
        }
    }

    private static void outside(Endpoint endpoint, List<ClaimPath> paths, FinishedPass pass) {
        for (ClaimPath path : paths) {
            assertTrue(
                    path.route().isEmpty() || !path.claim().contains(endpoint.address()),
                    () -> path + " holds " + endpoint + " in " + pass);
        }
    }

    @Test
    void no_address_is_an_allowed_ip_of_two_peers() {
        for (FinishedPass pass : passes) {
            var given = new HashSet<Prefix>();
            for (PeerState peer : pass.after().values()) {
                Peer p = peer.peer();
                p.allowedIps().forEach(ip -> assertTrue(given.add(ip), () -> ip + " in " + pass));
            }
        }
    }

    /** A peer of the interface that is a member, and that wg-mesh did not add. */
    @Test
    void down_leaves_what_was_there_before() {
        Seeds.check(
                RUNS,
                random -> {
                    var life = new RandomPass(random);
                    var node =
                            new SimulatedNode("a", "10.0.0.1", "fd00::1")
                                    .peer("b", "192.0.2.9:1000", "10.0.0.2/32", "10.7.0.0/16")
                                    .peer("c", "", "10.0.0.3/32")
                                    .presharedKey("b")
                                    .peer("x", "192.168.1.6:1", "10.0.0.7/32")
                                    .route(foreignRoute());
                    node.on("eth0", "192.168.1.1/24").gateway("192.168.1.7");
                    Map<PublicKey, PeerState> before = node.peers();
                    for (int i = random.nextInt(1, PASSES); i > 0; i--) {
                        String mesh = String.join("\n", life.mesh());
                        if (random.nextInt(4) == 0) {
                            int changes = node.plan(mesh).changes().size();
                            node.passBroken(mesh, random.nextInt(changes + 1));
                        } else {
                            node.pass(mesh);
                        }
                        life.live(node);
                    }
                    Set<PublicKey> taken =
                            node.state().owned().peers().stream().collect(Collectors.toSet());
                    TearDownPlan down =
                            TearDownPlan.of(
                                    node.state(), node.node().actual(), node.node().facts());
                    down.changes().forEach(planned -> node.change(planned.change()));
                    for (PeerState left : node.peers().values()) {
                        PeerState was =
                                Optional.ofNullable(before.get(left.peer().key())).orElseThrow();
                        assertEquals(was.peer().allowedIps(), left.peer().allowedIps());
                        assertEquals(was.peer().keepalive(), left.peer().keepalive());
                        assertEquals(was.presharedKey(), left.presharedKey());
                    }
                    assertTrue(taken.stream().noneMatch(node.peers()::containsKey));
                    assertTrue(node.peers().containsKey(FOREIGN));
                    assertEquals(List.of(foreignRoute()), node.routes());
                });
    }

    @Test
    void a_pass_broken_off_anywhere_is_finished_by_the_next() {
        Seeds.check(
                RUNS,
                random -> {
                    var life = new RandomPass(random);
                    SimulatedNode broken = SimulatedNode.withKeyFile("a");
                    broken.on("eth0", "192.168.1.1/24");
                    broken.pass(String.join("\n", life.mesh()));
                    String mesh = String.join("\n", life.mesh());
                    int changes = broken.plan(mesh).changes().size();
                    broken.passBroken(mesh, random.nextInt(changes + 1));
                    broken.pass(mesh);
                    broken.pass(mesh);
                    assertEquals("", SimulatedNode.changes(broken.pass(mesh)), mesh);
                });
    }
}
