package dev.wgmesh.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.mesh.ClaimPath;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.model.ContactAddress.Use;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.testing.Seeds;
import dev.wgmesh.testing.SimulatedNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * What no mesh may do to a node, on many random meshes whose members claim what the node uses. The
 * number of meshes is {@code -Dwgmesh.hostile=N}, by default {@value #MESHES}.
 */
class HostileMeshLawTest {
    private static final int MESHES = 600;

    /** Addresses that the node sends packets to outside of the mesh, or has itself. */
    private static final List<String> IN_USE =
            List.of(
                    "10.0.0.1",
                    "fd00::1",
                    "192.168.1.1",
                    "192.168.1.254",
                    "192.168.1.53",
                    "10.8.0.53",
                    "10.8.0.54",
                    "fd08::53",
                    "10.8.0.7",
                    "169.254.169.254",
                    "fd00:ec2::254");

    /** Networks of the node in which no claim may have a route where no policy limits claims. */
    private static final List<String> NETWORKS =
            List.of("172.17.0.0/16", "10.9.0.0/24", "10.7.0.0/16", "100.101.102.103/32");

    private static final List<String> OTHERS =
            List.of(
                    "10.0.0.2",
                    "10.0.0.3",
                    "10.7.0.9",
                    "10.9.0.1",
                    "172.17.0.2",
                    "192.168.1.77",
                    "192.168.2.2",
                    "100.101.102.103",
                    "1.1.1.1",
                    "198.51.100.7",
                    "fd00::2");

    private static final List<String> NETS =
            List.of(
                    "10.0.0.0/24",
                    "10.0.0.0/30",
                    "10.0.0.1/32",
                    "10.8.0.0/24",
                    "10.8.0.53/32",
                    "10.0.0.0/8",
                    "192.168.1.0/24",
                    "192.168.0.0/16",
                    "172.16.0.0/12",
                    "169.254.0.0/16",
                    "fd00::/32",
                    "fd08::/64",
                    "1.0.0.0/8");

    private static SimulatedNode node(boolean adopted) {
        SimulatedNode node =
                adopted
                        ? new SimulatedNode("a", "10.0.0.1", "fd00::1")
                                .peer("x", "", "10.6.0.0/24")
                                .peer("b", "198.51.100.2:51820", "10.0.0.2/32")
                        : SimulatedNode.withKeyFile("a");
        return node.on("eth0", "192.168.1.1/24")
                .gateway("192.168.1.254")
                .bridge("docker0", "172.17.0.1/16")
                .bridge("wg1", "10.9.0.7/24")
                .route(
                        new Route(
                                Prefix.of("10.7.0.0/16"),
                                "eth0",
                                Optional.of(IpAddress.of("192.168.1.9")),
                                Optional.empty(),
                                4))
                .otherRoute("100.101.102.103/32", "tailscale0")
                .resolver("192.168.1.53")
                .contact(Use.RESOLVER, "10.8.0.53")
                .contact(Use.SERVER, "10.8.0.54")
                .contact(Use.ROUTE53, "fd08::53")
                .contact(Use.SSH, "10.8.0.7");
    }

    private static String mesh(RandomGenerator random, boolean limited) {
        var text = new StringBuilder();
        if (limited) {
            text.append("policy pool=10.0.0.0/24,fd00::/64 allow=");
            text.append(
                    one(random, "0.0.0.0/0,::/0", "10.0.0.0/8,192.168.0.0/16", "172.16.0.0/12"));
            text.append(one(random, "", " paths=tunnel")).append('\n');
        } else {
            text.append(one(random, "", "policy paths=tunnel\n", "policy paths=auto\n"));
        }
        text.append("a.example.com mesh=10.0.0.1,fd00::1\n");
        for (String letter : List.of("b", "c", "d", "e")) {
            text.append(letter).append(one(random, ".example.com", ".example.net"));
            text.append(" mesh=").append(some(random, IN_USE, OTHERS));
            text.append(one(random, "", " at=" + some(random, OTHERS, IN_USE)));
            text.append(one(random, "", " net=" + some(random, NETS, NETS)));
            text.append(one(random, "", " nat=no", " site=home", " key=b"));
            text.append('\n');
        }
        if (random.nextInt(4) == 0) {
            text.append("list _p2p.eu.example.com\npolicy pool=10.8.0.0/24,1.1.1.0/24\n");
            text.append("f.eu.example.com mesh=").append(some(random, IN_USE, OTHERS)).append('\n');
        }
        return text.toString();
    }

    private static String one(RandomGenerator random, String... of) {
        return of[random.nextInt(of.length)];
    }

    private static String some(RandomGenerator random, List<String> often, List<String> more) {
        var chosen = new ArrayList<String>();
        for (int count = random.nextInt(1, 4); count > 0; count--) {
            List<String> from = random.nextInt(3) > 0 ? often : more;
            chosen.add(from.get(random.nextInt(from.size())));
        }
        return String.join(",", chosen);
    }

    @Test
    void no_mesh_takes_an_address_in_use_nor_an_address_of_this_node() {
        Seeds.check(
                Integer.getInteger("wgmesh.hostile", MESHES),
                random -> {
                    SimulatedNode node = node(random.nextBoolean());
                    boolean limited = random.nextBoolean();
                    for (int pass = 0; pass < 2; pass++) {
                        String mesh = mesh(random, limited);
                        DevicePlan plan = node.pass(mesh);
                        check(node, plan, limited, mesh);
                    }
                });
    }

    private static void check(SimulatedNode node, DevicePlan plan, boolean limited, String mesh) {
        List<Prefix> used =
                IN_USE.stream().map(address -> IpAddress.of(address).asPrefix()).toList();
        for (DesiredPeer peer : plan.desired().peers()) {
            for (ClaimPath path : peer.paths()) {
                Prefix claim = path.claim();
                assertTrue(
                        used.stream().noneMatch(claim::overlaps),
                        () -> peer.host() + " has " + claim + "\n" + mesh);
                assertTrue(
                        limited || path.route().isEmpty() || !isForeign(claim),
                        () -> peer.host() + " has a route " + claim + "\n" + mesh);
                assertTrue(
                        !claim.overlaps(Prefix.of("10.6.0.0/24"))
                                || !node.text().contains("peer x"),
                        () -> peer.host() + " has " + claim + " of a foreign peer\n" + mesh);
            }
        }
        assertTrue(node.text().contains("addr 10.0.0.1\n"), mesh);
        assertEquals(
                node.peers().values().stream().flatMap(p -> p.peer().allowedIps().stream()).count(),
                node.peers().values().stream()
                        .flatMap(p -> p.peer().allowedIps().stream())
                        .distinct()
                        .count(),
                mesh);
    }

    private static boolean isForeign(Prefix claim) {
        return NETWORKS.stream().map(Prefix::of).anyMatch(claim::overlaps)
                || claim.overlaps(Prefix.of("192.168.1.0/24"));
    }
}
