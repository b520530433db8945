package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.ContactAddress;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.RoutePlace;
import dev.wgmesh.testing.SimulatedNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * IPv6 is as good as IPv4: each rule of docs/node.md decides the same in a network whose addresses
 * are all of the other family. A scenario is written in IPv4 and translated; what it leads to in
 * IPv6 is the translation of what it leads to in IPv4.
 */
class EqualFamiliesTest {
    /** What a scenario leads to in a family. */
    interface Run {
        FamilyScenario in(Family family);
    }

    private static final String A = "a.example.com mesh=10.0.0.1 at=203.0.113.1\n";
    private static final String POOL = "policy pool=10.0.0.0/24\n" + A;
    private static final String B = "b.example.com mesh=10.0.0.2 at=192.168.1.2\n";
    private static final String PUBLIC = "c.example.net mesh=10.0.0.3 at=198.51.100.3\n";

    private static FamilyScenario plain(Family family) {
        return new FamilyScenario(family, "10.0.0.1").on("eth0", "192.168.1.1/24");
    }

    private static FamilyScenario home(Family family) {
        return plain(family).gateway("192.168.1.254");
    }

    private static PassOptions paths(PathMode mode) {
        return new PassOptions(
                Optional.of(mode),
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                false);
    }

    private static PassOptions forced(String host) {
        PassOptions plain = PassOptions.DEFAULT.watching();
        return new PassOptions(
                plain.paths(),
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                true,
                false,
                Set.of(new HostName(host)),
                false,
                RoutePlace.MAIN);
    }

    private static FamilyScenario refused(Family family, String records) {
        return home(family).resolver("192.0.2.53").pass(A + records);
    }

    private static FamilyScenario limited(Family family, String policy, String records) {
        return home(family).pass("policy " + policy + "\n" + A + records);
    }

    private static final Map<String, Run> SCENARIOS = new TreeMap<>();

    static {
        // claims
        SCENARIOS.put("claim: private", f -> refused(f, PUBLIC));
        SCENARIOS.put(
                "claim: net without a policy",
                f -> refused(f, "b.example.net mesh=10.0.0.2 net=10.0.1.0/24\n"));
        SCENARIOS.put("claim: public", f -> refused(f, "b.example.net mesh=10.0.0.2,192.0.2.2\n"));
        SCENARIOS.put(
                "claim: outside of the pool",
                f -> limited(f, "pool=10.0.0.0/24", "b.example.net mesh=10.0.1.2\n"));
        SCENARIOS.put(
                "claim: allowed net",
                f ->
                        limited(
                                f,
                                "pool=10.0.0.0/24 allow=10.0.1.0/24",
                                "b.example.net mesh=10.0.0.2 net=10.0.1.0/24\n"));
        SCENARIOS.put(
                "claim: net over a pool",
                f ->
                        limited(
                                f,
                                "pool=10.0.0.0/24 allow=10.0.0.0/24",
                                "b.example.net mesh=10.0.0.2 net=10.0.0.0/24\n"));
        SCENARIOS.put(
                "claim: net over an address of this node",
                f ->
                        limited(
                                f,
                                "pool=10.0.0.0/24 allow=192.168.1.0/24",
                                "b.example.net mesh=10.0.0.2 net=192.168.1.0/24\n"));
        SCENARIOS.put(
                "claim: wide net",
                f ->
                        limited(
                                f,
                                "pool=10.0.0.0/24 allow=0.0.0.0/0",
                                "b.example.net mesh=10.0.0.2 net=0.0.0.0/4\n"));
        SCENARIOS.put("claim: gateway", f -> refused(f, "b.example.net mesh=192.168.1.254\n"));
        SCENARIOS.put(
                "claim: resolver",
                f -> home(f).resolver("10.0.0.2").pass(A + "b.example.net mesh=10.0.0.2\n"));
        SCENARIOS.put(
                "claim: client of the SSH session",
                f ->
                        home(f).contact(ContactAddress.Use.SSH, "10.0.0.2")
                                .pass(A + "b.example.net mesh=10.0.0.2\n"));
        SCENARIOS.put("claim: own address", f -> refused(f, "b.example.net mesh=10.0.0.1\n"));
        SCENARIOS.put(
                "claim: of two members",
                f -> refused(f, "b.example.com mesh=10.0.0.2\nc.example.net mesh=10.0.0.2\n"));
        SCENARIOS.put(
                "claim: of two strangers",
                f -> refused(f, "b.example.net mesh=10.0.0.2\nc.example.net mesh=10.0.0.2\n"));
        SCENARIOS.put(
                "claim: kept by the one that had it",
                f ->
                        home(f).pass(A + "c.example.net mesh=10.0.0.2\n")
                                .pass(
                                        A
                                                + "b.example.com mesh=10.0.0.2\nc.example.net mesh=10.0.0.2\n"));
        SCENARIOS.put(
                "claim: in a container bridge",
                f ->
                        home(f).bridge("docker0", "10.9.0.1/24")
                                .pass(A + "b.example.net mesh=10.9.0.2\n"));
        SCENARIOS.put(
                "claim: behind a route of another table",
                f ->
                        home(f).otherRoute("10.9.0.0/24", "tailscale0")
                                .pass(A + "b.example.net mesh=10.9.0.2\n"));
        SCENARIOS.put(
                "claim: behind a route",
                f ->
                        home(f).route("10.9.0.0/24", "eth0", "192.168.1.9")
                                .pass(A + "b.example.net mesh=10.9.0.2\n"));
        SCENARIOS.put(
                "claim: in a LAN, of another site",
                f -> refused(f, "b.example.net mesh=192.168.1.2 at=198.51.100.2\n"));
        SCENARIOS.put(
                "claim: of a foreign peer",
                f ->
                        home(f).foreignPeer("z", "198.51.100.9:1", "10.0.0.2/32")
                                .pass(POOL + "b.example.net mesh=10.0.0.2\n"));
        SCENARIOS.put(
                "claim: endpoint of another peer",
                f ->
                        limited(
                                f,
                                "pool=10.0.0.0/24 allow=198.51.100.0/24",
                                PUBLIC + "b.example.net mesh=10.0.0.2 net=198.51.100.0/24\n"));
        // endpoints
        SCENARIOS.put(
                "endpoint: LAN before public",
                f -> home(f).pass(A + "b.example.com mesh=10.0.0.2 at=198.51.100.2,192.168.1.2\n"));
        SCENARIOS.put(
                "endpoint: LAN of another site",
                f -> home(f).pass(A + "b.example.net mesh=10.0.0.2 at=198.51.100.2,192.168.1.2\n"));
        SCENARIOS.put("endpoint: none", f -> home(f).pass(A + "b.example.net mesh=10.0.0.2\n"));
        SCENARIOS.put(
                "endpoint: without a default route",
                f ->
                        plain(f).route("192.0.2.0/24", "eth0", "192.168.1.9")
                                .pass(A + "b.example.net mesh=10.0.0.2 at=192.0.2.2\n"));
        SCENARIOS.put(
                "endpoint: behind a route that drops",
                f -> home(f).route("198.51.100.0/24", "unreachable", "").pass(A + PUBLIC));
        SCENARIOS.put(
                "endpoint: inside the mesh",
                f -> home(f).pass(POOL + "b.example.net mesh=10.0.0.2 at=10.0.0.9\n"));
        SCENARIOS.put(
                "endpoint: of two members",
                f -> home(f).pass(A + PUBLIC + "d.example.net mesh=10.0.0.4 at=198.51.100.3\n"));
        SCENARIOS.put(
                "endpoint: roamed and live",
                f -> home(f).pass(A + PUBLIC).answered("c", "192.0.2.7:4000").pass(A + PUBLIC));
        SCENARIOS.put(
                "endpoint: forced",
                f ->
                        home(f).pass(A + PUBLIC)
                                .answered("c", "192.0.2.7:4000")
                                .options(forced("c.example.net"))
                                .pass(A + PUBLIC));
        SCENARIOS.put(
                "endpoint: changed in DNS, session up",
                f ->
                        home(f).pass(A + PUBLIC)
                                .answered("c")
                                .pass(A + PUBLIC.replace("100.3", "100.4")));
        SCENARIOS.put(
                "endpoint: changed in DNS, session stale",
                f ->
                        home(f).pass(A + PUBLIC)
                                .answered("c")
                                .later(Duration.ofSeconds(300))
                                .sends("c")
                                .pass(A + PUBLIC.replace("100.3", "100.4")));
        SCENARIOS.put(
                "endpoint: next candidate with --watch",
                f ->
                        home(f).options(PassOptions.DEFAULT.watching())
                                .pass(A + PUBLIC.replace("100.3", "100.3,198.51.100.4"))
                                .later(Duration.ofSeconds(60))
                                .sends("c")
                                .pass(A + PUBLIC.replace("100.3", "100.3,198.51.100.4"))
                                .later(Duration.ofSeconds(60))
                                .sends("c")
                                .pass(A + PUBLIC.replace("100.3", "100.3,198.51.100.4")));
        SCENARIOS.put(
                "endpoint: this node moved",
                f ->
                        home(f).pass(A + PUBLIC)
                                .answered("c")
                                .on("eth0", "192.168.2.1/24")
                                .pass(A + PUBLIC));
        SCENARIOS.put(
                "keepalive behind NAT",
                f -> home(f).pass(A.replace(" at=203.0.113.1", " nat=yes") + PUBLIC));
        // paths
        SCENARIOS.put(
                "path: public",
                f ->
                        home(f).pass(
                                        A
                                                + "c.example.net mesh=10.0.0.3,198.51.100.3 at=198.51.100.3\n"));
        SCENARIOS.put(
                "path: endpoint",
                f ->
                        limited(
                                f,
                                "pool=10.0.0.0/24 allow=198.51.100.0/24",
                                "b.example.net mesh=10.0.0.2 net=198.51.100.0/24 at=198.51.100.2\n"));
        SCENARIOS.put(
                "path: LAN, not proved",
                f ->
                        home(f).pass(
                                        A
                                                + "b.example.com mesh=10.0.0.2,192.168.1.102 at=192.168.1.2\n"));
        SCENARIOS.put(
                "path: LAN, proved",
                f ->
                        home(f).pass(
                                        A
                                                + "b.example.com mesh=10.0.0.2,192.168.1.102 at=192.168.1.2\n")
                                .answered("b")
                                .pass(
                                        A
                                                + "b.example.com mesh=10.0.0.2,192.168.1.102 at=192.168.1.2\n"));
        SCENARIOS.put(
                "path: direct, and its end",
                f ->
                        home(f).pass(A + B)
                                .answered("b")
                                .pass(A + B)
                                .later(Duration.ofSeconds(300))
                                .pass(A + B));
        SCENARIOS.put(
                "path: net of a neighbour",
                f ->
                        home(f).pass(
                                        "policy pool=10.0.0.0/24 allow=10.0.1.0/24\n"
                                                + A
                                                + "b.example.com mesh=10.0.0.2 net=10.0.1.0/24 at=192.168.1.2\n")
                                .answered("b")
                                .pass(
                                        "policy pool=10.0.0.0/24 allow=10.0.1.0/24\n"
                                                + A
                                                + "b.example.com mesh=10.0.0.2 net=10.0.1.0/24 at=192.168.1.2\n"));
        SCENARIOS.put(
                "path: paths=tunnel",
                f -> home(f).options(paths(PathMode.TUNNEL)).pass(A + B).answered("b").pass(A + B));
        SCENARIOS.put(
                "path: relay",
                f ->
                        home(f).pass(
                                        A.replace(" at=203.0.113.1", " nat=yes site=x")
                                                + "b.example.net mesh=10.0.0.2 nat=hard site=y\nc.example.org mesh=10.0.0.3 at=198.51.100.3 relay=yes\n"));
        SCENARIOS.put(
                "path: none",
                f ->
                        home(f).pass(
                                        A.replace(" at=203.0.113.1", " nat=yes site=x")
                                                + "b.example.net mesh=10.0.0.2 nat=hard site=y\n"));
        SCENARIOS.put(
                "relay: forwards",
                f ->
                        home(f).relayKernel()
                                .options(PassOptions.DEFAULT.relaying())
                                .pass(A.strip() + " relay=yes\n" + PUBLIC)
                                .pass(A + PUBLIC));
        // what is changed
        SCENARIOS.put(
                "route: foreign",
                f -> home(f).route("10.0.0.2/32", "eth0", "192.168.1.9").pass(POOL + B));
        SCENARIOS.put(
                "route: foreign, replaced",
                f ->
                        home(f).route("10.0.0.2/32", "eth0", "192.168.1.9")
                                .options(SimulatedNode.TAKE_OVER)
                                .pass(POOL + B));
        SCENARIOS.put("peer: left", f -> home(f).pass(A + B + PUBLIC).pass(A + B));
        SCENARIOS.put(
                "peer: foreign",
                f -> home(f).foreignPeer("z", "198.51.100.9:1", "10.9.0.2/32").pass(A + B));
        SCENARIOS.put(
                "address: of another member now",
                f ->
                        home(f).pass(A + B)
                                .pass(
                                        A
                                                + B.replace("10.0.0.2", "10.0.0.4")
                                                + "d.example.com mesh=10.0.0.2\n"));
    }

    static Stream<String> names() {
        return SCENARIOS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void each_rule_decides_the_same_in_both_families(String name) {
        Run run = Optional.ofNullable(SCENARIOS.get(name)).orElseThrow();
        String v4 = run.in(Family.V4).toString();
        assertTrue(v4.contains("add "), v4);
        assertEquals(
                FamilyScenario.sorted(FamilyScenario.translate(Family.V6, v4)),
                FamilyScenario.sorted(run.in(Family.V6).toString()));
    }
}
