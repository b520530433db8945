package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.apply.WakeupSource.Wake;
import dev.wgmesh.apply.WakeupSource.Wakeup;
import dev.wgmesh.device.Device;
import dev.wgmesh.device.MemoryDevice;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.NodeFacts.InterfaceAddress;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.MeshFixture;
import dev.wgmesh.testing.TestZones;
import dev.wgmesh.zone.MeshCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * A node on {@code apply --watch} in virtual time: the real loop, passes and state files over an
 * interface in memory, while the zone changes, DNS fails, others meddle with the interface, peers
 * come and go, and the process is killed between any two changes. After each pass the promises of
 * docs/node.md are checked.
 */
final class VirtualNode {
    private static final MeshName MESH = new MeshName("_p2p.example.com");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String OTHERS = "bcdefgh";
    private static final NodeFacts AROUND =
            new NodeFacts(
                    List.of(new InterfaceAddress("v0", IpAddress.of("203.0.113.1"), 24)),
                    List.of(),
                    List.of(IpAddress.of("203.0.113.254")),
                    List.of(),
                    List.of(
                            defaultRoute("0.0.0.0/0", "203.0.113.254"),
                            defaultRoute("::/0", "fe80::1")),
                    List.of(),
                    List.of(),
                    Map.of(),
                    List.of());

    private final RandomGenerator random;
    private final StateFolder states;
    private final PrivateKey own;
    private final MemoryDevice memory = new MemoryDevice("wg0", AROUND);
    private final Map<String, String> members = new TreeMap<>();
    private Optional<Mesh> decoded = Optional.empty();
    private final Set<PublicKey> dead = new TreeSet<>();
    private Instant now = START;
    private Instant end = START;
    private Instant dnsFailsUntil = START;
    private boolean events = true;
    private int passes;
    private int kills;

    VirtualNode(RandomGenerator random, Path folder) {
        this.random = random;
        this.states = new StateFolder(folder);
        this.own = PrivateKey.generate(random);
        for (String letter : OTHERS.split("")) {
            join(letter);
        }
    }

    private static Route defaultRoute(String destination, String via) {
        return new Route(
                Prefix.of(destination), "v0", Optional.of(IpAddress.of(via)), Optional.empty(), 3);
    }

    int passes() {
        return passes;
    }

    int kills() {
        return kills;
    }

    /** Lets so much time pass with everything that can happen, and then an hour without. */
    void live(Duration time) throws InterruptedException {
        runUntil(now.plus(time), true);
        dead.clear();
        dnsFailsUntil = now;
        runUntil(now.plus(Duration.ofHours(1)), false);
        assertTrue(process(memory).plan(request()).isEmpty(), "a further pass has nothing to do");
        var wanted = new TreeSet<PublicKey>();
        members.keySet().forEach(letter -> wanted.add(MeshFixture.key(letter)));
        assertEquals(wanted, new TreeSet<>(sessions().keySet()));
        for (String letter : members.keySet()) {
            assertEquals(2, routesTo(letter), () -> "routes to " + letter + ": " + routes());
        }
    }

    private void runUntil(Instant until, boolean withEvents) throws InterruptedException {
        end = until;
        events = withEvents;
        while (now.isBefore(end)) {
            int changes = events ? random.nextInt(6) : Integer.MAX_VALUE;
            var device = new FailingDevice(memory, changes, _ -> false);
            try {
                new WatchLoop(new CheckedPass(process(device)), this::await, random, new Quiet())
                        .run();
            } catch (FailingDevice.Killed _) {
                kills++;
                // RestartSec=
                now = now.plusSeconds(5);
            }
        }
    }

    private Pass process(Device device) {
        return new Pass(this::read, device, states, () -> now, Wakeup::timeout);
    }

    private PassRequest request() {
        var options = PassOptions.DEFAULT.creatingInterface().watching();
        return new PassRequest(
                MESH,
                "wg0",
                Optional.of(own),
                Optional.empty(),
                options,
                PassRequest.DEFAULT_MAX_STALE);
    }

    private boolean dnsFails() {
        return now.isBefore(dnsFailsUntil);
    }

    private Mesh read(MeshName name) {
        if (dnsFails()) {
            throw Failure.unreadable(name + " TXT", "no answer", "wait");
        }
        Mesh mesh = decoded.orElseGet(() -> decode(name));
        decoded = Optional.of(mesh);
        return mesh;
    }

    /** Returns the mesh of the zone as it is now; a reading of the same zone gives the same one. */
    private Mesh decode(MeshName name) {
        var zone =
                new StringBuilder(
                        """
                        _policy._p2p TXT "pool=10.0.0.0/24"
                        _policy._p2p TXT "pool=fd00::/64"
                        _p2p TXT "a.example.com"
                        _wireguard.a TXT "%s"
                        _wireguard.a A 10.0.0.1
                        _wireguard.a AAAA fd00::1
                        a A 203.0.113.1
                        """
                                .formatted(own.publicKey()));
        members.values().forEach(zone::append);
        return MeshCodec.decode(name, TestZones.text("example.com.", zone.toString()));
    }

    private void join(String letter) {
        decoded = Optional.empty();
        int number = letter.charAt(0) - 'a' + 1;
        members.put(
                letter,
                """
                _p2p TXT "%1$s.example.com"
                _wireguard.%1$s TXT "%2$s"
                _wireguard.%1$s A 10.0.0.%3$d
                _wireguard.%1$s AAAA fd00::%3$d
                %1$s A 198.51.100.%4$d
                %1$s AAAA 2001:db8::%4$d
                """
                        .formatted(
                                letter, MeshFixture.key(letter), number, random.nextInt(1, 200)));
    }

    /**
     * Waits in virtual time, in which the peers that are alive answer, and something may happen.
     */
    private Wakeup await(Duration limit) {
        if (!now.isBefore(end)) {
            return new Wakeup(Wake.STOP, Duration.ZERO);
        }
        boolean happens = events && random.nextInt(4) == 0;
        Duration waited =
                happens ? Duration.ofMillis(random.nextLong(limit.toMillis() + 1)) : limit;
        now = now.plus(waited);
        answer();
        Wake wake = happens ? event() : Wake.TIMEOUT;
        return new Wakeup(wake, waited);
    }

    private void answer() {
        for (PeerState peer : memory.peers()) {
            PublicKey key = peer.peer().key();
            if (!dead.contains(key)) {
                peer.peer().endpoint().ifPresent(from -> memory.receive(key, from, now));
            }
        }
    }

    /** Returns how the loop hears of it; an event that it does not hear of is a time-out. */
    private Wake event() {
        String letter = OTHERS.substring(random.nextInt(OTHERS.length())).substring(0, 1);
        switch (random.nextInt(9)) {
            case 0 -> join(letter);
            case 1 -> {
                // one at a time: the guard would hold more back
                if (members.size() > 4) {
                    members.remove(letter);
                    decoded = Optional.empty();
                }
            }
            case 2 -> dnsFailsUntil = now.plusSeconds(random.nextInt(1200));
            case 3 -> {
                List<Route> own87 = routes();
                if (!own87.isEmpty()) {
                    Route route = own87.get(random.nextInt(own87.size()));
                    memory.apply(List.of(new DeviceChange.RemoveRoute(route)));
                    return Wake.DEVICE_CHANGED;
                }
            }
            case 4 -> {
                if (memory.read().device().isPresent()) {
                    memory.setDown();
                    return Wake.DEVICE_CHANGED;
                }
            }
            case 5 -> {
                if (random.nextInt(4) == 0 && memory.read().device().isPresent()) {
                    memory.delete();
                    return Wake.DEVICE_CHANGED;
                }
            }
            case 6 -> dead.add(MeshFixture.key(letter));
            case 7 -> dead.remove(MeshFixture.key(letter));
            default -> {
                return random.nextBoolean() ? Wake.NETWORK_CHANGED : Wake.RUN_NOW;
            }
        }
        return Wake.TIMEOUT;
    }

    private List<Route> routes() {
        return memory.read().facts().routes().stream()
                .filter(route -> route.protocol() == Route.PROTOCOL)
                .toList();
    }

    private long routesTo(String letter) {
        int number = letter.charAt(0) - 'a' + 1;
        Set<Prefix> wanted =
                Set.of(
                        Prefix.of("10.0.0." + number + "/32"),
                        Prefix.of("fd00::" + number + "/128"));
        return routes().stream().filter(route -> wanted.contains(route.destination())).count();
    }

    private Map<PublicKey, Optional<Instant>> sessions() {
        var found = new HashMap<PublicKey, Optional<Instant>>();
        memory.peers().forEach(peer -> found.put(peer.peer().key(), peer.handshake()));
        return found;
    }

    /** A pass, before and after which the node is compared. */
    private final class CheckedPass implements WatchLoop.SinglePass {
        private final Pass pass;

        CheckedPass(Pass pass) {
            this.pass = pass;
        }

        @Override
        public PassResult run() throws InterruptedException {
            return check(() -> pass.run(request()), !dnsFails());
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
                assertTrue(
                        !result.settled() || pass.plan(request()).isEmpty() || !reads,
                        "a pass over a settled node has nothing to do");
                return result;
            } finally {
                assertSessions(before, reads);
                assertOwned(finished);
            }
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

    /** No session of a member is lost, and without a reading no peer at all is removed. */
    private void assertSessions(Map<PublicKey, Optional<Instant>> before, boolean reads) {
        Map<PublicKey, Optional<Instant>> after = sessions();
        var kept = new HashSet<>(before.keySet());
        if (reads) {
            var listed = new HashSet<PublicKey>();
            members.keySet().forEach(letter -> listed.add(MeshFixture.key(letter)));
            kept.retainAll(listed);
        }
        for (PublicKey key : kept) {
            assertEquals(before.get(key), after.get(key), () -> "session of " + key + " at " + now);
        }
    }

    /** Whatever is on the interface is named by the state file: {@code down} would remove it. */
    private void assertOwned(boolean finished) {
        var owned = states.load(MESH, "wg0").state().owned();
        assertTrue(
                new HashSet<>(owned.routes()).containsAll(routes()),
                () -> "routes that no state file names: " + routes());
        if (finished) {
            assertTrue(owned.ownsInterface() || memory.read().device().isEmpty());
        }
        memory.read()
                .device()
                .ifPresent(device ->
                        device.addresses().stream()
                                .filter(address -> address.family() == Family.V4)
                                .forEach(address ->
                                        assertTrue(owned.addresses().contains(address))));
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
