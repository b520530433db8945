package dev.wgmesh.testing;

import dev.wgmesh.model.ContactAddress.Use;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Random meshes as lines of {@link MeshFixture}: node a, honest members b and c, and up to four
 * hostile members that claim what is not their own. The node of {@link #node} has the networks that
 * they aim at.
 */
public final class HostileMesh {
    /** The lines of this node and of the honest members. */
    public static final List<String> HONEST =
            List.of(
                    "a.example.com mesh=10.0.0.1,fd00::1 at=203.0.113.1",
                    "b.example.net mesh=10.0.0.2,fd00::2 at=198.51.100.2",
                    "c.example.com mesh=10.0.0.3 at=192.168.1.3");

    /**
     * The addresses that a node of {@link #node} uses, and of metadata services: of itself,
     * gateways, resolvers, contacts.
     */
    public static final List<String> IN_USE =
            List.of(
                    "10.0.0.1",
                    "fd00::1",
                    "192.168.1.1",
                    "2001:db8:1::1",
                    "172.17.0.1",
                    "10.9.0.7",
                    "192.168.1.254",
                    "2001:db8:1::fe",
                    "192.168.1.53",
                    "192.0.2.53",
                    "fd53::53",
                    "10.8.0.53",
                    "10.8.0.54",
                    "fd08::53",
                    "10.8.0.7",
                    "169.254.169.254",
                    "fd00:ec2::254");

    /**
     * The networks of that node in which no claim may have a route where no policy limits claims.
     */
    public static final List<Prefix> NETWORKS =
            Stream.of(
                            "192.168.1.0/24",
                            "172.17.0.0/16",
                            "10.9.0.0/24",
                            "10.7.0.0/16",
                            "100.101.102.103/32")
                    .map(Prefix::of)
                    .toList();

    /** The allowed IPs of the peer that is not a member. */
    public static final List<Prefix> FOREIGN =
            List.of(Prefix.of("10.0.0.99/32"), Prefix.of("172.31.0.0/16"));

    /** The address of the peer that is not a member, where the node has it. */
    private static final String X_ENDPOINT = "198.51.100.77";

    /** The pool of the policy. */
    private static final String POOL = "pool=10.0.0.0/24,fd00::/64";

    private static final List<String> POLICIES =
            List.of(
                    "",
                    "policy " + POOL,
                    "policy " + POOL + " allow=192.168.0.0/16,172.16.0.0/12",
                    "policy " + POOL + " allow=192.168.1.0/24 paths=tunnel",
                    "policy " + POOL + " allow=0.0.0.0/0,::/0",
                    "policy " + POOL + " allow=0.0.0.0/1,128.0.0.0/1,2000::/3",
                    "policy " + POOL + " allow=10.0.0.0/8,172.16.0.0/12 paths=tunnel",
                    "policy " + POOL + " paths=origin",
                    "policy paths=tunnel",
                    "policy pool=0.0.0.0/0,::/0");

    /** Addresses of others, and of networks that no member has. */
    private static final List<String> OTHERS =
            List.of(
                    "10.0.0.2",
                    "10.0.0.3",
                    "fd00::2",
                    "198.51.100.2",
                    "192.168.1.3",
                    "10.0.0.99",
                    "172.31.0.5",
                    "192.168.1.20",
                    "192.168.1.0",
                    "192.168.1.255",
                    "192.168.2.2",
                    "172.17.0.2",
                    "10.7.0.9",
                    "10.8.0.1",
                    "10.9.0.1",
                    "10.42.0.7",
                    "100.101.102.103",
                    "1.1.1.1",
                    "8.8.8.8",
                    "198.51.100.7",
                    "2001:db8::53",
                    "100.100.100.200",
                    "168.63.129.16",
                    "64:ff9b::808:808",
                    "127.0.0.1",
                    "0.0.0.0",
                    "224.0.0.1",
                    "240.0.0.1",
                    "255.255.255.255",
                    "::",
                    "::1",
                    "fe80::1",
                    "ff02::1");

    private static final List<String> NETS =
            List.of(
                    "10.0.0.0/24",
                    "10.0.0.0/25",
                    "10.0.0.0/30",
                    "10.0.0.1/32",
                    "10.0.0.2/32",
                    "fd00::/32",
                    "fd00::/64",
                    "fd00::/127",
                    "0.0.0.0/0",
                    "0.0.0.0/1",
                    "128.0.0.0/1",
                    "::/0",
                    "2000::/3",
                    "1.0.0.0/8",
                    "10.0.0.0/8",
                    "192.168.0.0/16",
                    "192.168.1.0/24",
                    "192.168.1.0/25",
                    "192.168.1.252/30",
                    "172.16.0.0/12",
                    "172.17.0.0/16",
                    "172.31.0.0/16",
                    "172.31.0.0/24",
                    "10.8.0.0/24",
                    "10.8.0.53/32",
                    "10.9.0.0/24",
                    "fd08::/64",
                    "169.254.0.0/16",
                    "64:ff9b::/96",
                    "100.64.0.0/10",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "192.0.2.53/32",
                    "2001:db8:1::/64",
                    "10.77.0.0/16");

    private final RandomGenerator random;

    /** Creates a generator. */
    public HostileMesh(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Returns node a: a LAN, a container bridge, other VPNs, a route, gateways, resolvers and
     * contacts, and sometimes a peer x that is not a member, and the peer of b.
     */
    public SimulatedNode node() {
        SimulatedNode node = random.nextBoolean() ? SimulatedNode.withKeyFile("a") : existing();
        return node.on("eth0", "192.168.1.1/24")
                .on("eth0", "2001:db8:1::1/64")
                .bridge("docker0", "172.17.0.1/16")
                .bridge("tun7", "10.9.0.7/24")
                .route(
                        new Route(
                                Prefix.of("10.7.0.0/16"),
                                "eth0",
                                Optional.of(IpAddress.of("192.168.1.9")),
                                Optional.empty(),
                                4))
                .otherRoute("100.101.102.103/32", "tailscale0")
                .gateway("192.168.1.254")
                .gateway("2001:db8:1::fe")
                .resolver("192.168.1.53")
                .resolver("192.0.2.53")
                .resolver("fd53::53")
                .contact(Use.RESOLVER, "10.8.0.53")
                .contact(Use.SERVER, "10.8.0.54")
                .contact(Use.ROUTE53, "fd08::53")
                .contact(Use.SSH, "10.8.0.7");
    }

    /** Returns a node with an interface and the peer x; sometimes with the peer of b too. */
    private SimulatedNode existing() {
        SimulatedNode node =
                new SimulatedNode("a", "10.0.0.1", "fd00::1")
                        .peer(
                                "x",
                                X_ENDPOINT + ":51820",
                                FOREIGN.stream().map(Prefix::toString).toArray(String[]::new));
        return random.nextBoolean() ? node.peer("b", "198.51.100.2:51820", "10.0.0.2/32") : node;
    }

    /** Returns a line of a policy; empty: no policy. */
    public String policy() {
        return one(POLICIES);
    }

    /** Returns a mesh: the policy, the honest members as they are, and hostile members. */
    public String withHostileMembers(String policy) {
        var lines = new ArrayList<String>(List.of(policy));
        lines.addAll(HONEST);
        hostile(lines);
        return String.join("\n", lines);
    }

    /** Returns a mesh in which only node a is left as it was: another policy, other records. */
    public String rewritten() {
        var lines = new ArrayList<String>(List.of(policy(), HONEST.getFirst()));
        for (String name : List.of("b.example.net", "c.example.com")) {
            if (random.nextInt(4) > 0) {
                lines.add(member(name));
            }
        }
        hostile(lines);
        return String.join("\n", lines);
    }

    private void hostile(List<String> lines) {
        char last = (char) ('d' + random.nextInt(1, 5));
        for (char letter = 'd'; letter < last; letter++) {
            if (random.nextInt(12) == 0) {
                lines.add("list _p2p.eu.example.com");
                lines.add(one(List.of("", "policy pool=10.8.0.0/24,1.1.1.0/24")));
            }
            lines.add(
                    member(
                            letter
                                    + one(
                                            List.of(
                                                    ".example.com",
                                                    ".example.net",
                                                    ".a.example.com"))));
        }
    }

    private String member(String name) {
        var line = new StringBuilder(name).append(" mesh=").append(address());
        for (int more = random.nextInt(3); more > 0; more--) {
            line.append(',').append(address());
        }
        for (int nets = random.nextInt(3); nets > 0; nets--) {
            line.append(" net=").append(random.nextInt(4) > 0 ? one(NETS) : anyPrefix());
        }
        if (random.nextBoolean()) {
            line.append(" at=").append(address());
            line.append(one(List.of("", ",198.51.100.2", ",198.51.100.77", ",192.168.1.3")));
        }
        line.append(one(List.of("", "", "", " key=a", " key=b", " key=c", " key=x", " key=d")));
        line.append(
                one(
                        List.of(
                                "",
                                "",
                                "",
                                " next-key=a",
                                " next-key=b",
                                " next-key=x",
                                " next-key=e")));
        return line.append(one(List.of("", "", " nat=no", " nat=yes", " site=home")))
                .append(one(List.of("", "", "", " port=53", " mesh6=fails", " at=fails")))
                .toString();
    }

    /** Returns an address that somebody has, or one of the pool. */
    private String address() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(8) > 0 ? one(IN_USE) : X_ENDPOINT;
            case 1, 2 -> one(OTHERS);
            default -> "10.0.0." + random.nextInt(256);
        };
    }

    /** Returns a prefix of any length around an address. */
    private String anyPrefix() {
        String address = address();
        return prefix(address, random.nextInt(address.indexOf(':') < 0 ? 33 : 129));
    }

    private static String prefix(String address, int length) {
        return Prefix.parseWithHostBits(address + "/" + length).orElseThrow().toString();
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
