package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.apply.WakeupSource.Wake;
import dev.wgmesh.apply.WakeupSource.Wakeup;
import dev.wgmesh.device.Device;
import dev.wgmesh.device.MemoryDevice;
import dev.wgmesh.device.NodeReading;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.DesiredDevice;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.mesh.PresharedKeys;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.NodeFacts.InterfaceAddress;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.DevicePlanner;
import dev.wgmesh.problem.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A node on {@code apply --watch} in virtual time: the real loop, passes and state files over an
 * interface in memory, amid a {@link VirtualMesh}. {@link VirtualEvents} happen, and the process is
 * killed between any two changes. After each pass the promises of docs/node.md are checked.
 */
final class VirtualNode {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final PassOptions OPTIONS = PassOptions.DEFAULT.creatingInterface().watching();
    private static final Duration QUIET = Duration.ofHours(3);

    /** Passes after the last event, besides those that the TTL asks for. */
    private static final int MOST_SETTLING = 37;

    /** Of so many passes that rest, one is decided anew, to compare. */
    private static final int DECIDED_ANEW = 8;

    /** WireGuard renews a session after that time, if packets flow. */
    private static final Duration REKEY = Duration.ofSeconds(120);

    private final RandomGenerator random;
    private final StateFolder states;
    private final VirtualMesh mesh;
    private final MemoryDevice memory;
    private final VirtualTunnel tunnel;
    private final VirtualEvents events;
    private Instant now = START;
    private Instant end = START;
    private int passes;
    private int rests;
    private int kills;

    VirtualNode(RandomGenerator random, Path folder) {
        this.random = random;
        this.states = new StateFolder(folder);
        this.mesh = new VirtualMesh(random, START);
        this.memory = new MemoryDevice("wg0", around(1));
        this.tunnel = new VirtualTunnel(random, mesh, memory);
        this.events = new VirtualEvents(random, mesh, memory);
    }

    private NodeFacts around(int place) {
        return new NodeFacts(
                addresses(mesh.nodeBehindNat(), place),
                List.of(),
                List.of(IpAddress.of(mesh.nodeBehindNat() ? "192.168.7.254" : "203.0.113.254")),
                List.of(),
                List.of(
                        defaultRoute(
                                "0.0.0.0/0",
                                mesh.nodeBehindNat() ? "192.168.7.254" : "203.0.113.254"),
                        defaultRoute("::/0", "fe80::1")),
                List.of(),
                List.of(),
                Map.of(),
                List.of());
    }

    static List<InterfaceAddress> addresses(boolean behindNat, int place) {
        String address = (behindNat ? "192.168.7." : "203.0.113.") + place;
        return List.of(new InterfaceAddress("v0", IpAddress.of(address), 24));
    }

    private static Route defaultRoute(String destination, String via) {
        return new Route(
                Prefix.of(destination), "v0", Optional.of(IpAddress.of(via)), Optional.empty(), 3);
    }

    int passes() {
        return passes;
    }

    /** Returns how many passes used the plan of the pass before. */
    int rests() {
        return rests;
    }

    int kills() {
        return kills;
    }

    /** Returns the kind of each event. */
    List<String> happened() {
        return events.kinds();
    }

    /** Returns how long each pair behind two NATs was cut that had traffic. */
    List<Duration> cuts() {
        return tunnel.cuts();
    }

    /** Lets so much time pass with that many events, and then three hours without. */
    void live(Duration time, int count, List<VirtualEvents.Kind> kinds)
            throws InterruptedException {
        events.schedule(now, time, count, kinds);
        runUntil(now.plus(time), true);
        events.end(now);
        int before = passes;
        runUntil(now.plus(QUIET), false);
        assertTrue(
                passes - before <= MOST_SETTLING + QUIET.dividedBy(mesh.ttl()),
                () -> passes - before + " passes: " + events + "\n" + peersAsDecided());
        assertTrue(
                process(memory).plan(request()).isEmpty(),
                () -> "a further pass has nothing to do: " + events);
        var wanted = new TreeSet<PublicKey>();
        mesh.members().stream()
                .filter(VirtualMember::listed)
                .forEach(member -> {
                    wanted.add(member.key(now));
                    assertEquals(2, routesTo(member), () -> member.letter() + ": " + memory.read());
                });
        assertEquals(wanted, new TreeSet<>(sessions().keySet()), events::toString);
        assertEquals(
                Optional.of(mesh.ownKeys().getFirst().publicKey()),
                memory.read().device().flatMap(DeviceState::key),
                events::toString);
    }

    private String peersAsDecided() {
        return process(memory).plan(request()).last().desired().peers().stream()
                .map(peer -> peer.host() + " " + peer.peer().endpoint() + " " + peer.endpoint())
                .collect(Collectors.joining("\n"));
    }

    private void runUntil(Instant until, boolean killing) throws InterruptedException {
        end = until;
        while (now.isBefore(end)) {
            boolean dies = killing && random.nextInt(3) == 0;
            int changes = dies ? random.nextInt(12) : Integer.MAX_VALUE;
            var device = new FailingDevice(memory, changes, _ -> false);
            tunnel.restart();
            try {
                new WatchLoop(new CheckedPass(process(device)), this::await, random, new Quiet())
                        .run();
            } catch (FailingDevice.Killed _) {
                kills++;
                // RestartSec=
                pass(Duration.ofSeconds(5));
            }
        }
    }

    private Pass process(Device device) {
        return new Pass(mesh, device, states, () -> now, Wakeup::timeout, tunnel);
    }

    private PassRequest request() {
        return new PassRequest(
                VirtualMesh.NAME,
                "wg0",
                Optional.of(mesh.ownKeys().getFirst().key()),
                Optional.empty(),
                OPTIONS,
                PassRequest.DEFAULT_MAX_STALE,
                PresharedKeys.NONE,
                mesh::ownKeys);
    }

    /** Waits in virtual time, until an event that the loop hears of at most. */
    private Wakeup await(Duration limit) {
        if (!now.isBefore(end)) {
            return new Wakeup(Wake.STOP, Duration.ZERO);
        }
        Duration waited = Duration.ZERO;
        Wake wake = Wake.TIMEOUT;
        while (wake == Wake.TIMEOUT && waited.compareTo(limit) < 0) {
            Duration left = limit.minus(waited);
            Optional<Duration> next = events.until(now).filter(it -> it.compareTo(left) < 0);
            pass(next.orElse(left));
            waited = waited.plus(next.orElse(left));
            wake = next.isPresent() ? events.happen(now) : Wake.TIMEOUT;
        }
        return new Wakeup(wake, waited);
    }

    private void pass(Duration time) {
        now = now.plus(time);
        mesh.at(now);
        for (VirtualMember member : mesh.members()) {
            Optional<PeerState> peer = memory.find(member.key(now));
            if (peer.isPresent() && member.alive() && meets(member, peer.get())) {
                memory.receive(member.key(now), member.endpoint(), now);
            }
        }
        tunnel.pass(now);
    }

    /** Returns whether a handshake is due, and one of the two reaches the other. */
    private boolean meets(VirtualMember member, PeerState peer) {
        if (mesh.isSymmetric(member)) {
            return false;
        }
        boolean atEndpoint = member.isAt(peer.peer().endpoint());
        boolean due =
                !atEndpoint
                        || peer.handshake().isEmpty()
                        || !now.isBefore(peer.handshake().get().plus(REKEY));
        boolean calls = !mesh.nodeBehindNat() && (member.behindNat() || random.nextInt(8) == 0);
        return due && (atEndpoint || calls);
    }

    private static List<Route> routes(NodeReading read) {
        return read.facts().routes().stream()
                .filter(route -> route.protocol() == Route.PROTOCOL)
                .toList();
    }

    private long routesTo(VirtualMember member) {
        Set<Prefix> wanted = member.addresses();
        return routes(memory.read()).stream()
                .filter(route -> wanted.contains(route.destination()))
                .count();
    }

    private Map<PublicKey, Optional<Instant>> sessions() {
        var found = new HashMap<PublicKey, Optional<Instant>>();
        memory.peers().forEach(peer -> found.put(peer.peer().key(), peer.handshake()));
        return found;
    }

    /** A pass, before and after which the node is compared. */
    private final class CheckedPass implements WatchLoop.SinglePass {
        private final Pass pass;
        private Optional<DesiredDevice> last = Optional.empty();

        CheckedPass(Pass pass) {
            this.pass = pass;
        }

        @Override
        public PassResult run() throws InterruptedException {
            return check(() -> pass.run(request()), mesh.isReadable());
        }

        @Override
        public PassResult repeat() throws InterruptedException {
            return check(() -> pass.repeat(request()), false);
        }

        private PassResult check(WatchLoop.SinglePass step, boolean reads)
                throws InterruptedException {
            passes++;
            Map<PublicKey, Optional<Instant>> before = sessions();
            boolean finished = false;
            try {
                PassResult result = step.run();
                finished = true;
                assertDecided(result);
                assertTrue(
                        !reads
                                || !mesh.wasComplete()
                                || random.nextInt(4) > 0
                                || !result.settled()
                                || pass.plan(request()).isEmpty(),
                        () -> "a pass over a settled node has nothing to do: " + events);
                return result;
            } finally {
                Map<PublicKey, Optional<Instant>> after = sessions();
                assertSessions(before, after, reads);
                assertOwned(after.keySet(), finished);
                if (finished) {
                    assertAddresses();
                    assertMembers(after.keySet());
                }
            }
        }

        /** A plan that stands is the one that a pass without memory makes. */
        private void assertDecided(PassResult result) {
            DevicePlan plan = result.last();
            boolean rested = last.filter(before -> before == plan.desired()).isPresent();
            last = Optional.of(plan.desired());
            if (rested && rests++ % DECIDED_ANEW == 0) {
                Optional<Mesh> used =
                        result.savedMesh().isPresent()
                                ? states.loadMesh(VirtualMesh.NAME, "wg0").mesh()
                                : mesh.lastRead();
                DevicePlan anew = DevicePlanner.plan(used.orElseThrow(), result.node());
                var expected =
                        new DevicePlan(
                                anew.desired(),
                                anew.create(),
                                anew.changes(),
                                anew.messages(),
                                anew.converged(),
                                anew.stateBefore(),
                                anew.stateAfter(),
                                plan.validUntil());
                assertEquals(expected, plan, () -> "plan at " + now + ": " + events);
            }
        }

        @Override
        public void stop() {
            pass.stop(request());
        }

        @Override
        public Optional<Duration> untilLook() {
            return pass.untilLook();
        }

        @Override
        public boolean needsPass() {
            return pass.needsPass(request());
        }

        @Override
        public void forget() {
            pass.forget();
        }
    }

    /**
     * No session of a member that was listed when the mesh was read is lost, and without a reading
     * no session at all.
     */
    private void assertSessions(
            Map<PublicKey, Optional<Instant>> before,
            Map<PublicKey, Optional<Instant>> after,
            boolean reads) {
        for (VirtualMember member : mesh.members()) {
            PublicKey key = member.key(now);
            Set<PublicKey> read = mesh.keysRead().getOrDefault(member.letter(), Set.of());
            if (before.containsKey(key) && (!reads || read.contains(key))) {
                assertEquals(
                        before.get(key),
                        after.get(key),
                        () -> "session of " + member.letter() + " at " + now + ": " + events);
            }
        }
    }

    /** Whoever was listed when DNS was last read is a peer, after a boot without DNS too. */
    private void assertMembers(Set<PublicKey> peers) {
        if (mesh.wasLastReadComplete()) {
            mesh.keysRead()
                    .forEach((letter, keys) ->
                            assertTrue(
                                    keys.stream().anyMatch(peers::contains),
                                    () -> letter + " is no peer at " + now + ": " + events));
        }
    }

    /** The addresses of a member are those of the peer that has its newest session. */
    private void assertAddresses() {
        for (VirtualMember member : mesh.members()) {
            memory.find(member.key(now))
                    .filter(used -> hasNewestSession(used, member))
                    .filter(_ -> !mesh.isRelayed(member))
                    .ifPresent(used ->
                            assertTrue(
                                    used.peer().allowedIps().containsAll(member.addresses()),
                                    () ->
                                            "addresses of "
                                                    + member.letter()
                                                    + " at "
                                                    + now
                                                    + ": "
                                                    + events));
        }
    }

    private boolean hasNewestSession(PeerState used, VirtualMember member) {
        return used.handshake()
                .filter(newest ->
                        member.everyKey().stream()
                                .flatMap(key -> memory.find(key).stream())
                                .flatMap(peer -> peer.handshake().stream())
                                .noneMatch(at -> at.isAfter(newest)))
                .isPresent();
    }

    /** Whatever is on the interface is named by the state file: {@code down} would remove it. */
    private void assertOwned(Set<PublicKey> peers, boolean finished) {
        var owned = states.load(VirtualMesh.NAME, "wg0").state().owned();
        NodeReading read = memory.read();
        List<Route> routes = routes(read);
        assertTrue(
                new HashSet<>(owned.routes()).containsAll(routes),
                () -> "routes that no state file names: " + routes);
        if (finished) {
            assertTrue(owned.ownsInterface() || read.device().isEmpty());
        }
        read.device()
                .ifPresent(device -> {
                    device.addresses().stream()
                            .filter(address -> address.family() == Family.V4)
                            .forEach(address -> assertTrue(owned.addresses().contains(address)));
                    assertTrue(owned.peers().containsAll(peers));
                });
    }

    private static final class Quiet implements WatchLoop.Listener {
        @Override
        public void passCompleted(PassResult result, Duration next) {}

        @Override
        public void passFailed(Failure failure, Duration next) {
            if (failure.kind() != Failure.Kind.UNREADABLE) {
                throw failure;
            }
        }
    }
}
