package dev.wgmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.dns.LayeredSource;
import dev.wgmesh.dns.MeshReader;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.mesh.SelfSelector;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.DevicePlanner;
import dev.wgmesh.plan.TearDownPlan;
import dev.wgmesh.render.DevicePlanText;
import dev.wgmesh.render.FactsJson;
import dev.wgmesh.render.MeshPrinter;
import dev.wgmesh.render.PassJson;
import dev.wgmesh.render.SavedMeshJson;
import dev.wgmesh.render.StateReader;
import dev.wgmesh.render.StateWriter;
import dev.wgmesh.render.TerminalColour;
import dev.wgmesh.testing.OperationCounter;
import dev.wgmesh.testing.PooledMesh;
import dev.wgmesh.validate.ValidationRequest;
import dev.wgmesh.validate.rule.Validation;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.MeshDnssec;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations of a pass, of validate and of list grow no faster than members x log members. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrowthTest {
    private static final int SMALL = 300;
    private static final int LARGE = 1200;

    private static final MeshName MESH = new MeshName("_p2p.example.com");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final OperationCounter operations = new OperationCounter();

    @ParameterizedTest
    @ValueSource(
            classes = {
                Reading.class,
                ReadingOfAWholeZone.class,
                FirstPlan.class,
                PlanWithNothingToDo.class,
                PlanOfALostState.class,
                PlanAfterAllLeft.class,
                PlanWithOneKey.class,
                PlanWithOneAddress.class,
                PlanWithOneEndpoint.class,
                PlanWithNets.class,
                TearDown.class,
                PlanText.class,
                PlanJson.class,
                StateFile.class,
                SavedMesh.class,
                Rules.class,
                RulesWithConflicts.class,
                RulesWithOneKey.class,
                RulesWithOneEndpoint.class,
                RulesWithNets.class,
                RulesWithEndpoints.class,
                RulesWithHomes.class,
                MeshList.class,
            })
    void the_operations_grow_with_the_members(Class<? extends IntFunction<Runnable>> work) {
        long few = operations.count(work, SMALL);
        long many = operations.count(work, LARGE);
        double linearithmic = LARGE * Math.log(LARGE) / (SMALL * Math.log(SMALL));
        assertTrue(
                few > SMALL && many < few * linearithmic,
                few + " operations for " + SMALL + " members, " + many + " for " + LARGE);
    }

    @Test
    void no_rule_looks_at_records_that_cannot_break_it() {
        long few = operations.count(RulesOfHosts.class, SMALL);
        long many = operations.count(RulesOfHosts.class, LARGE);
        assertTrue(
                many < few + LARGE,
                few + " operations for " + SMALL + " hosts, " + many + " for " + LARGE);
    }

    private static DnsSnapshot snapshot(String zone) {
        ZoneText read = ZoneText.read("example.com.zone", _ -> zone, Optional.empty());
        return new DnsSnapshot(List.of(read.contents()), Map.of(), Optional.of("not in the zone"));
    }

    private static Mesh mesh(String zone) {
        DnsSnapshot snapshot = snapshot(zone);
        return MeshReader.read(
                new DnsSource() {
                    @Override
                    public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
                        var answers = new HashMap<Question, DnsAnswer<RRset>>();
                        questions.forEach(q -> answers.put(q, snapshot.answer(q).orElseThrow()));
                        return answers;
                    }

                    @Override
                    public String description() {
                        return "a zone";
                    }
                },
                MESH);
    }

    private static NodeContext node(
            List<PeerState> peers, List<IpAddress> addresses, List<Route> routes, NodeState state) {
        PublicKey own = PooledMesh.key(0);
        return new NodeContext(
                new SelfSelector.ByKey(own, Optional.empty()),
                "wg0",
                Optional.of(
                        new DeviceState(
                                "wg0", Optional.of(own), 51820, true, 1420, addresses, peers)),
                new NodeFacts(
                        List.of(
                                new NodeFacts.InterfaceAddress(
                                        "eth0", IpAddress.of("192.168.7.2"), 24)),
                        List.of(new NodeFacts.OnLinkPrefix("eth0", Prefix.of("192.168.7.0/24"))),
                        List.of(IpAddress.of("192.168.7.1")),
                        List.of(IpAddress.of("192.168.7.1")),
                        routes,
                        List.of(),
                        List.of(),
                        Map.of(),
                        List.of()),
                state,
                PassOptions.DEFAULT,
                false,
                NOW);
    }

    private static NodeContext newNode() {
        return node(List.of(), List.of(), List.of(), NodeState.EMPTY);
    }

    /** Returns the node after a plan. */
    private static NodeContext after(DevicePlan plan, NodeState state) {
        var peers = new ArrayList<PeerState>();
        var addresses = new ArrayList<IpAddress>();
        var routes = new ArrayList<Route>();
        for (DeviceChange change : plan.deviceChanges()) {
            switch (change) {
                case DeviceChange.AddPeer add ->
                        peers.add(new PeerState(add.peer(), Optional.of(NOW), 1, 1, false));
                case DeviceChange.AddAddress(IpAddress address) -> addresses.add(address);
                case DeviceChange.AddRoute(Route route) -> routes.add(route);
                default -> throw new AssertionError(change);
            }
        }
        return node(peers, addresses, routes, state);
    }

    static final class Reading implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int members) {
            String zone = PooledMesh.zone(members);
            return () -> mesh(zone);
        }
    }

    static final class ReadingOfAWholeZone implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int members) {
            String zone = PooledMesh.zone(members);
            return () -> {
                var whole = new LayeredSource(snapshot(zone).zones(), "a zone", new NoSource());
                assertEquals(members, MeshReader.read(whole, MESH).members().size());
            };
        }
    }

    /** Whole zones answer everything: nothing is asked. */
    private static final class NoSource implements DnsSource {
        @Override
        public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
            throw new AssertionError(questions);
        }

        @Override
        public String description() {
            return "nothing";
        }
    }

    static final class FirstPlan implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int members) {
            Mesh mesh = mesh(PooledMesh.zone(members));
            return () -> DevicePlanner.plan(mesh, newNode());
        }
    }

    static final class PlanWithNothingToDo implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int members) {
            Mesh mesh = mesh(PooledMesh.zone(members));
            DevicePlan first = DevicePlanner.plan(mesh, newNode());
            NodeContext node = after(first, first.stateAfter());
            return () -> assertTrue(DevicePlanner.plan(mesh, node).isEmpty());
        }
    }

    static final class PlanOfALostState implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int members) {
            Mesh mesh = mesh(PooledMesh.zone(members));
            NodeContext node = after(DevicePlanner.plan(mesh, newNode()), NodeState.EMPTY);
            return () -> DevicePlanner.plan(mesh, node);
        }
    }

    /** Members leave; the removal guard keeps their peers. */
    static final class PlanAfterAllLeft implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int members) {
            DevicePlan first = DevicePlanner.plan(mesh(PooledMesh.zone(members)), newNode());
            Mesh mesh = mesh(PooledMesh.zone(1));
            NodeContext node = after(first, first.stateAfter());
            return () -> DevicePlanner.plan(mesh, node);
        }
    }

    /** All members but this node have one key. */
    static final class PlanWithOneKey implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int members) {
            Mesh mesh = mesh(withOneKey(members));
            return () -> DevicePlanner.plan(mesh, newNode());
        }
    }

    private static String withOneKey(int members) {
        String key = PooledMesh.key(1).base64();
        return PooledMesh.zone(members)
                .replaceAll("(_wireguard.m[1-9]\\d* TXT) .*", "$1 \"" + key + "\"");
    }

    /** All members but this node claim one address. */
    static final class PlanWithOneAddress implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int members) {
            Mesh mesh = mesh(conflicting(members));
            return () -> DevicePlanner.plan(mesh, newNode());
        }
    }

    private static String conflicting(int members) {
        String zone = PooledMesh.zone(members).replaceAll("pool=10[.]1[^\"]*", "pool=10.0.0.0/8");
        return zone.replaceAll("(_wireguard.m[1-9][0-9]* A) .*", "$1 10.1.0.9");
    }

    /** All members but this node have one endpoint. */
    static final class PlanWithOneEndpoint implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int members) {
            Mesh mesh = mesh(PooledMesh.zone(members));
            Mesh same = mesh(withOneEndpoint(members));
            DevicePlan first = DevicePlanner.plan(mesh, newNode());
            NodeContext node = after(first, first.stateAfter());
            return () -> DevicePlanner.plan(same, node);
        }
    }

    private static String withOneEndpoint(int members) {
        return PooledMesh.zone(members).replaceAll("\n(m[1-9]\\d* A) .*", "\n$1 45.9.9.9");
    }

    /** Each member has a net that contains the endpoints of all. */
    static final class PlanWithNets implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int members) {
            Mesh mesh = mesh(withNets(members));
            return () -> DevicePlanner.plan(mesh, newNode());
        }
    }

    private static String withNets(int members) {
        var zone = new StringBuilder(PooledMesh.zone(members));
        zone.append("_policy._p2p TXT \"allow=45.0.0.0/8\"\n");
        for (int i = 0; i * 50 < members; i++) {
            zone.append("_policy._l" + i + "._p2p TXT \"allow=45.0.0.0/8\"\n");
        }
        for (int i = 0; i < members; i++) {
            zone.append("_meta._wireguard.m" + i + " TXT \"net=45.0.0.0/8\"\n");
        }
        return zone.toString();
    }

    static final class TearDown implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int members) {
            DevicePlan first = DevicePlanner.plan(mesh(PooledMesh.zone(members)), newNode());
            NodeContext node = after(first, first.stateAfter());
            return () -> TearDownPlan.of(node.state(), node.actual(), node.facts());
        }
    }

    static final class PlanText implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int members) {
            DevicePlan plan = DevicePlanner.plan(mesh(PooledMesh.zone(members)), newNode());
            var text = new DevicePlanText(TerminalColour.NONE);
            return () -> {
                text.paths(plan.desired());
                text.changes(plan);
            };
        }
    }

    static final class PlanJson implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int members) {
            DevicePlan plan = DevicePlanner.plan(mesh(PooledMesh.zone(members)), newNode());
            var facts = new FactsJson.Facts(NodeFacts.NONE, Optional.empty());
            return () -> PassJson.plan(MESH, plan, facts, List.of()).text();
        }
    }

    static final class StateFile implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int members) {
            DevicePlan plan = DevicePlanner.plan(mesh(PooledMesh.zone(members)), newNode());
            return () -> {
                String text = StateWriter.text(plan.stateAfter(), MESH, "wg0");
                StateReader.read(text, "the state", MESH, "wg0");
            };
        }
    }

    static final class SavedMesh implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int members) {
            Mesh mesh = mesh(PooledMesh.zone(members));
            return () -> SavedMeshJson.read(SavedMeshJson.text(mesh), "the mesh", MESH);
        }
    }

    static final class Rules implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int members) {
            DnsSnapshot snapshot = snapshot(PooledMesh.zone(members));
            return () -> Validation.of(snapshot, ValidationRequest.EVERYTHING);
        }
    }

    static final class RulesWithConflicts implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int members) {
            DnsSnapshot snapshot = snapshot(conflicting(members));
            return () -> Validation.of(snapshot, ValidationRequest.EVERYTHING);
        }
    }

    static final class RulesWithOneKey implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int members) {
            DnsSnapshot snapshot = snapshot(withOneKey(members));
            return () -> Validation.of(snapshot, ValidationRequest.EVERYTHING);
        }
    }

    static final class RulesWithOneEndpoint implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int members) {
            DnsSnapshot snapshot = snapshot(withOneEndpoint(members));
            return () -> Validation.of(snapshot, ValidationRequest.EVERYTHING);
        }
    }

    static final class RulesWithNets implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int members) {
            DnsSnapshot snapshot = snapshot(withNets(members));
            return () -> Validation.of(snapshot, ValidationRequest.EVERYTHING);
        }
    }

    /** Members have all the records of an endpoint, in a zone with a delegation and a wildcard. */
    static final class RulesWithEndpoints implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int members) {
            var zone = new StringBuilder(PooledMesh.zone(members));
            zone.append("other NS ns1\n*.wild TXT \"\"\n");
            for (int i = 0; i < members; i++) {
                zone.append("_wireguard._udp.m" + i + " SRV 0 0 51820 m" + i + "\n");
                zone.append("_reflexive._wireguard.m" + i + " SRV 0 0 4500 m" + i + "\n");
                zone.append("_meta._wireguard.m" + i + " TXT \"site=s" + i % 7 + "\"\n");
            }
            DnsSnapshot snapshot = snapshot(zone.toString());
            return () -> Validation.of(snapshot, ValidationRequest.EVERYTHING);
        }
    }

    /** Half of the members are behind NAT, each fourth at a site; every tenth helps the others. */
    static final class RulesWithHomes implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int members) {
            var zone = new StringBuilder();
            PooledMesh.zone(members)
                    .lines()
                    .filter(line -> !line.matches("m[0-9]*[02468] A .*"))
                    .forEach(line -> zone.append(line).append('\n'));
            for (int i = 0; i < members; i++) {
                String meta = "_meta._wireguard.m" + i + " TXT ";
                zone.append(i % 2 == 0 ? meta + "\"nat=" + (i % 4 == 0 ? "hard" : "yes") : meta)
                        .append(i % 2 == 0 ? "\"\n" : "\"observe=no\"\n");
                if (i % 4 == 2) {
                    zone.append("m" + i + " A 192.168.7." + i % 200 + "\n");
                    zone.append(meta + "\"site=s" + i / 20 + "\"\n");
                }
                if (i % 10 == 1) {
                    zone.append("m" + i + " AAAA 2001:db8::" + i + "\n");
                    zone.append(meta + "\"" + (i % 20 == 1 ? "relay" : "observe") + "=yes\"\n");
                }
            }
            DnsSnapshot snapshot = snapshot(zone.toString());
            return () -> Validation.of(snapshot, ValidationRequest.EVERYTHING);
        }
    }

    /** A zone without a mesh. */
    static final class RulesOfHosts implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int hosts) {
            var zone = new StringBuilder("$TTL 300\n@ SOA ns1 hostmaster 1 3600 900 604800 60\n");
            zone.append("@ NS ns1\n@ NS ns2\nns1 A 192.0.2.1\nns2 A 192.0.2.2\n");
            for (int i = 0; i < hosts; i++) {
                zone.append("h" + i + " A 192.0.2.3\n");
            }
            DnsSnapshot snapshot = snapshot(zone.toString());
            return () -> Validation.of(snapshot, ValidationRequest.EVERYTHING);
        }
    }

    static final class MeshList implements IntFunction<Runnable> {
        @Override
        public Runnable apply(int members) {
            Mesh mesh = mesh(PooledMesh.zone(members));
            return () -> {
                MeshPrinter.text(TerminalColour.NONE).mesh(mesh, MeshDnssec.NONE);
                MeshPrinter.json().mesh(mesh, MeshDnssec.NONE);
            };
        }
    }
}
