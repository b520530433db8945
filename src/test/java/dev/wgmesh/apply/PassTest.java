package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.device.Device;
import dev.wgmesh.device.MemoryDevice;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.ObservedEndpoint;
import dev.wgmesh.mesh.ObserverQuestion;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.NodeFacts.InterfaceAddress;
import dev.wgmesh.model.NodeFacts.OnLinkPrefix;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.observe.ObserverClient;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.testing.DeviceText;
import dev.wgmesh.testing.TestZones;
import dev.wgmesh.zone.MeshCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassTest {
    private static final MeshName MESH = new MeshName("_p2p.example.com");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final PrivateKey A = PrivateKey.generate(new Random(1));
    private static final PublicKey B = PrivateKey.generate(new Random(2)).publicKey();
    private static final PublicKey C = PrivateKey.generate(new Random(3)).publicKey();
    private static final PublicKey FOREIGN = PrivateKey.generate(new Random(4)).publicKey();

    private static final Optional<IpAddress> ROUTER = Optional.of(IpAddress.of("192.168.7.254"));
    private static final NodeFacts AROUND =
            new NodeFacts(
                    List.of(new InterfaceAddress("v0", IpAddress.of("192.168.7.1"), 24)),
                    List.of(new OnLinkPrefix("v0", Prefix.of("192.168.7.0/24"))),
                    List.of(ROUTER.get()),
                    List.of(),
                    List.of(new Route(Prefix.of("0.0.0.0/0"), "v0", ROUTER, Optional.empty(), 3)),
                    List.of(),
                    List.of(),
                    Map.of(),
                    List.of());

    private static final String ZONE =
            """
            _p2p TXT "a.example.com"
            _p2p TXT "b.example.com"
            _p2p TXT "c.example.com"
            _policy._p2p TXT "pool=10.0.0.0/24"
            _wireguard.a TXT "%s"
            _wireguard.a A 10.0.0.1
            _wireguard.b TXT "%s"
            _wireguard.b A 10.0.0.2
            b A 192.168.7.2
            _wireguard.c TXT "%s"
            _wireguard.c A 10.0.0.3
            c A 198.51.100.3
            """
                    .formatted(A.publicKey(), B, C);

    @TempDir Path folder;
    private final MemoryDevice memory = new MemoryDevice("wg0", AROUND);
    private String zone = ZONE;
    private Optional<Failure> sourceFailure = Optional.empty();
    private Instant now = NOW;
    private Duration maxStale = PassRequest.DEFAULT_MAX_STALE;

    private Mesh read(MeshName name) {
        sourceFailure.ifPresent(failure -> {
            throw failure;
        });
        return MeshCodec.decode(
                name, TestZones.text(zone.isEmpty() ? "example.net." : "example.com.", zone));
    }

    private StateFolder states() {
        return new StateFolder(folder);
    }

    private Pass pass(Device device) {
        return new Pass(this::read, device, states(), () -> now, WakeupSource.Wakeup::timeout);
    }

    private PassRequest request(boolean withKey) {
        return new PassRequest(
                MESH,
                "wg0",
                Optional.of(A).filter(_ -> withKey),
                Optional.empty(),
                withKey ? PassOptions.DEFAULT.creatingInterface() : PassOptions.DEFAULT,
                maxStale);
    }

    private PassResult run() throws InterruptedException {
        return pass(memory).run(request(true));
    }

    private static String peer(PublicKey key) {
        return "peer " + key.base64().substring(0, 4);
    }

    @Test
    void an_interface_is_made_and_a_second_pass_finds_nothing_to_do() throws Exception {
        assertFalse(run().isEmpty());
        String made = DeviceText.of(memory);
        for (String line :
                List.of(
                        "interface port 51820 mtu 1420 up",
                        "addr 10.0.0.1",
                        peer(B) + " at 192.168.7.2:51820 for 10.0.0.2/32",
                        peer(C) + " at 198.51.100.3:51820 for 10.0.0.3/32",
                        "route 10.0.0.2/32 dev WG proto 87",
                        "route 10.0.0.3/32 dev WG proto 87")) {
            assertTrue(made.contains(line), line + " in\n" + made);
        }
        PassResult second = run();
        assertTrue(second.isEmpty(), () -> second.plans().toString());
        assertEquals(made, DeviceText.of(memory));
    }

    @Test
    void a_settled_mesh_leaves_the_state_file_as_it_is() throws Exception {
        run();
        run();
        Path file = states().file(MESH, "wg0");
        String before = Files.readString(file) + Files.getLastModifiedTime(file);
        run();
        assertEquals(before, Files.readString(file) + Files.getLastModifiedTime(file));
    }

    @Test
    void a_neighbour_that_answers_within_the_wait_gets_its_direct_way_at_once() throws Exception {
        WakeupSource hearing =
                limit -> {
                    memory.receive(B, Endpoint.parse("192.168.7.2").orElseThrow(), NOW);
                    return WakeupSource.Wakeup.timeout(limit);
                };
        PassResult result =
                new Pass(this::read, memory, states(), () -> NOW, hearing).run(request(true));
        assertEquals(2, result.plans().size());
        assertTrue(
                DeviceText.of(memory)
                        .contains(
                                "route 10.0.0.2/32 via 192.168.7.2 dev v0 src 10.0.0.1 proto 87"));
    }

    @Test
    void a_neighbour_that_answered_before_the_wait_gets_its_direct_way_at_once() throws Exception {
        Predicate<DeviceChange> heardAtOnce =
                change -> {
                    if (change instanceof DeviceChange.AddRoute) {
                        memory.receive(B, Endpoint.parse("192.168.7.2").orElseThrow(), NOW);
                    }
                    return false;
                };
        Device quick = new FailingDevice(memory, Integer.MAX_VALUE, heardAtOnce);
        PassResult result = pass(quick).run(request(true));
        assertEquals(2, result.plans().size());
        assertTrue(DeviceText.of(memory).contains("route 10.0.0.2/32 via 192.168.7.2 dev v0"));
    }

    @Test
    void a_process_killed_at_any_point_leaves_nothing_that_the_next_pass_does_not_know()
            throws Exception {
        String clean = DeviceText.of(memory);
        run();
        String whole = DeviceText.of(memory);
        int steps = 0;
        for (boolean ended = false; !ended; steps++) {
            var device = new MemoryDevice("wg0", AROUND);
            Path scratch = Files.createTempDirectory(folder, "kill");
            var states = new StateFolder(scratch);
            ended = survives(device, states, steps);
            var downed = new FailingDevice(device, Integer.MAX_VALUE, _ -> false);
            new Pass(this::read, downed, states, () -> NOW, WakeupSource.Wakeup::timeout)
                    .run(request(true));
            assertEquals(whole, DeviceText.of(device), "after a kill at " + steps);
            TearDown.Result down = new TearDown(device, states).run(MESH, "wg0");
            assertEquals(List.of(), down.failed());
            assertEquals(clean, DeviceText.of(device), "taken down after a kill at " + steps);
        }
        assertTrue(steps > 5, "there were steps to be killed at: " + steps);
    }

    @Test
    void a_process_killed_at_any_point_can_be_taken_down_at_once() throws Exception {
        String clean = DeviceText.of(memory);
        boolean ended = false;
        for (int steps = 0; !ended; steps++) {
            var device = new MemoryDevice("wg0", AROUND);
            var states = new StateFolder(Files.createTempDirectory(folder, "kill"));
            ended = survives(device, states, steps);
            new TearDown(device, states).run(MESH, "wg0");
            assertEquals(clean, DeviceText.of(device), "after a kill at " + steps);
        }
    }

    /** Whether a first pass came to its end with so many changes to live. */
    private boolean survives(Device device, StateFolder states, int steps) throws Exception {
        var mortal = new FailingDevice(device, steps, _ -> false);
        try {
            new Pass(this::read, mortal, states, () -> NOW, WakeupSource.Wakeup::timeout)
                    .run(request(true));
            return true;
        } catch (FailingDevice.Killed _) {
            return false;
        }
    }

    @Test
    void a_change_that_is_refused_does_not_keep_the_others_from_being_made() throws Exception {
        Predicate<DeviceChange> routeToB =
                change ->
                        change instanceof DeviceChange.AddRoute(Route route)
                                && route.destination().equals(Prefix.of("10.0.0.2/32"));
        var device = new FailingDevice(memory, Integer.MAX_VALUE, routeToB);
        PassResult result = pass(device).run(request(true));
        assertEquals(1, result.failed().size());
        assertTrue(DeviceText.of(memory).contains("route 10.0.0.3/32 dev WG proto 87"));
        assertFalse(result.settled());
        PassResult fixed = run();
        assertEquals(List.of(), fixed.failed());
        assertTrue(DeviceText.of(memory).contains("route 10.0.0.2/32 dev WG proto 87"));
    }

    @Test
    void a_device_that_refuses_everything_is_not_asked_for_ever() throws Exception {
        run();
        zone = ZONE + manyMembers();
        var device = new FailingDevice(memory, Integer.MAX_VALUE, _ -> true);
        List<Problem> failed = pass(device).run(request(true)).failed();
        assertEquals(1, failed.size());
        assertEquals("refused (9 more changes failed like this)", failed.getFirst().what());
        assertEquals(0, device.changes());
    }

    @Test
    void an_interface_that_was_set_down_is_up_again_after_one_pass() throws Exception {
        run();
        String before = DeviceText.of(memory);
        memory.setDown();
        assertEquals(List.of(), run().failed());
        assertEquals(before, DeviceText.of(memory));
        assertTrue(run().isEmpty());
    }

    @Test
    void an_interface_that_cannot_be_set_up_is_one_problem() throws Exception {
        run();
        memory.setDown();
        String before = DeviceText.of(memory);
        var device =
                new FailingDevice(
                        memory, Integer.MAX_VALUE, DeviceChange.SetLinkUp.class::isInstance);
        assertEquals("[SetLinkUp[]: refused]", pass(device).run(request(true)).failed().toString());
        assertEquals(before, DeviceText.of(memory));
    }

    private static String manyMembers() {
        var text = new StringBuilder();
        for (int i = 10; i < 40; i++) {
            String key = PrivateKey.generate(new Random(i)).publicKey().base64();
            text.append("_p2p TXT \"n%d.example.com\"\n".formatted(i))
                    .append("_wireguard.n%d TXT \"%s\"\n".formatted(i, key))
                    .append("_wireguard.n%d A 10.0.0.%d\n".formatted(i, i));
        }
        return text.toString();
    }

    @Test
    void after_its_addresses_changed_a_node_sends_a_packet_to_each_peer_with_a_session()
            throws Exception {
        var probed = new ArrayList<IpAddress>();
        ObserverClient client =
                new ObserverClient() {
                    @Override
                    public Map<HostName, List<ObservedEndpoint>> ask(
                            List<ObserverQuestion> questions) {
                        return Map.of();
                    }

                    @Override
                    public void probe(List<IpAddress> addresses) {
                        probed.addAll(addresses);
                    }
                };
        var pass =
                new Pass(
                        this::read,
                        memory,
                        states(),
                        () -> now,
                        WakeupSource.Wakeup::timeout,
                        client);
        pass.run(request(true));
        memory.receive(C, Endpoint.parse("198.51.100.3:51820").orElseThrow(), now);
        pass.run(request(true));
        assertEquals(List.of(), probed);
        memory.move(List.of(new InterfaceAddress("v0", IpAddress.of("192.168.7.9"), 24)));
        pass.run(request(true));
        assertEquals(List.of(IpAddress.of("10.0.0.3")), probed);
    }

    @Test
    void a_state_that_cannot_be_kept_keeps_everything_from_being_made() throws IOException {
        Files.writeString(folder.resolve("wg0"), "a file in the way");
        Failure failure = assertThrows(Failure.class, this::run);
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
        assertEquals(Optional.empty(), memory.read().device());
    }

    @Test
    void a_state_that_cannot_be_read_keeps_everything_as_it_is() throws Exception {
        run();
        zone = ZONE.replace("_p2p TXT \"c.example.com\"\n", "");
        Path file = states().file(MESH, "wg0");
        Path aside = folder.resolve("aside");
        Files.move(file, aside);
        Files.createDirectory(file);
        String before = DeviceText.of(memory);
        assertEquals(Failure.Kind.UNREADABLE, assertThrows(Failure.class, this::run).kind());
        assertThrows(Failure.class, () -> pass(memory).plan(request(true)));
        assertEquals(before, DeviceText.of(memory));
        Files.delete(file);
        Files.move(aside, file);
        run();
        assertFalse(DeviceText.of(memory).contains(peer(C)));
    }

    @Test
    void without_a_key_the_interface_must_exist() {
        Failure failure = assertThrows(Failure.class, () -> pass(memory).run(request(false)));
        assertEquals(
                "interface wg0: does not exist; give --key FILE and wg-mesh creates the"
                        + " interface, or create the interface by hand",
                failure.getMessage());
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
    }

    @Test
    void an_interface_with_another_key_is_refused() {
        memory.create(PrivateKey.generate(new Random(9)), 51820, Optional.empty());
        Failure failure = assertThrows(Failure.class, this::run);
        assertEquals(Failure.Kind.REFUSED, failure.kind());
    }

    @Test
    void a_missing_address_of_a_manual_interface_is_reported_and_not_made() throws Exception {
        memory.create(A, 51820, Optional.empty());
        PassResult result = pass(memory).run(request(false));
        assertTrue(
                result.heldBack()
                        .toString()
                        .contains("lacks the mesh address 10.0.0.1 of this node"));
        assertEquals(List.of(), memory.read().device().orElseThrow().addresses());
    }

    @Test
    void a_plan_changes_nothing_and_keeps_nothing() {
        PassResult result = pass(memory).plan(request(true));
        assertFalse(result.isEmpty());
        assertEquals(Optional.empty(), memory.read().device());
        assertFalse(Files.exists(states().file(MESH, "wg0")));
    }

    @Test
    void down_leaves_what_others_made() throws Exception {
        memory.create(A, 51820, Optional.empty());
        memory.apply(List.of(new DeviceChange.AddAddress(IpAddress.of("10.0.0.1"))));
        memory.apply(List.of(new DeviceChange.AddPeer(foreign())));
        memory.apply(List.of(new DeviceChange.AddRoute(foreignRoute())));
        String before = DeviceText.of(memory);
        pass(memory).run(request(false));
        new TearDown(memory, states()).run(MESH, "wg0");
        assertEquals(before, DeviceText.of(memory));
        assertTrue(new TearDown(memory, states()).run(MESH, "wg0").isEmpty());
    }

    @Test
    void an_interface_that_we_made_stays_for_a_foreign_peer() throws Exception {
        run();
        memory.apply(List.of(new DeviceChange.AddPeer(foreign())));
        new TearDown(memory, states()).run(MESH, "wg0");
        String left = DeviceText.of(memory);
        assertTrue(left.contains(peer(FOREIGN)), left);
        assertFalse(left.contains(peer(B)), left);
        assertFalse(left.contains("addr "), left);
    }

    private static Peer foreign() {
        return new Peer(
                FOREIGN, Optional.empty(), List.of(Prefix.of("10.9.0.1/32")), Duration.ZERO);
    }

    private static Route foreignRoute() {
        return new Route(
                Prefix.of("10.9.0.1/32"),
                "wg0",
                Optional.empty(),
                Optional.empty(),
                Route.PROTOCOL);
    }

    @Test
    void a_lost_state_is_reported_and_removes_nothing() throws Exception {
        run();
        Files.writeString(states().file(MESH, "wg0"), "{");
        String before = DeviceText.of(memory);
        PassResult result = run();
        assertEquals(before, DeviceText.of(memory));
        assertTrue(result.problems().toString().contains("is not a state file of this mesh"));
        Files.writeString(states().file(MESH, "wg0"), "{");
        assertThrows(Failure.class, () -> new TearDown(memory, states()).run(MESH, "wg0"));
    }

    /** A resolver that answers nothing, and a place that cannot be opened at all. */
    private void eachFailureOfDns(Callable<?> test) throws Exception {
        zone = "";
        test.call();
        sourceFailure =
                Optional.of(Failure.unreadable("ns1.example.com:53", "cannot be reached", ""));
        test.call();
        sourceFailure = Optional.empty();
        zone = ZONE;
    }

    @Test
    void after_a_reboot_without_dns_the_saved_mesh_is_used_and_each_pass_says_so()
            throws Exception {
        run();
        String before = DeviceText.of(memory);
        now = NOW.plus(Duration.ofHours(3));
        eachFailureOfDns(() -> {
            memory.delete();
            PassResult result = run();
            assertEquals(before, DeviceText.of(memory));
            assertFalse(result.settled());
            assertEquals(
                    "_p2p.example.com: DNS cannot be read; using the mesh that was read 3 h ago, at"
                            + " 2026-01-02T03:04:05Z; to see the problem, run: wg-mesh list"
                            + " _p2p.example.com",
                    result.savedMesh().orElseThrow().toString());
            assertTrue(result.problems().contains(result.savedMesh().orElseThrow()));
            assertTrue(run().isEmpty());
            assertTrue(run().savedMesh().isPresent());
            assertEquals(result.savedMesh(), pass(memory).plan(request(true)).savedMesh(), "plan");
            return true;
        });
        assertEquals(Optional.empty(), run().savedMesh());
    }

    @Test
    void a_saved_mesh_that_is_too_old_is_not_used() throws Exception {
        run();
        memory.delete();
        now = NOW.plus(Duration.ofDays(15));
        eachFailureOfDns(() -> {
            Failure failure = assertThrows(Failure.class, this::run);
            assertEquals(Failure.Kind.UNREADABLE, failure.kind());
            String text = failure.problems().toString();
            assertTrue(text.contains("was read 15 d ago; nothing changed"), text);
            assertTrue(text.contains("allows a saved mesh of at most 7 d"), text);
            assertTrue(text.contains("--max-stale 16d"), text);
            assertEquals(Optional.empty(), memory.read().device());
            return true;
        });
        maxStale = Duration.ofDays(16);
        zone = "";
        assertFalse(run().isEmpty());
    }

    @Test
    void max_stale_of_zero_uses_no_saved_mesh() throws Exception {
        run();
        maxStale = Duration.ZERO;
        now = NOW.plusSeconds(1);
        eachFailureOfDns(() -> assertThrows(Failure.class, this::run));
    }

    @Test
    void a_clock_that_was_set_back_makes_no_mesh_too_old() throws Exception {
        run();
        now = NOW.minus(Duration.ofDays(99));
        zone = "";
        assertTrue(run().savedMesh().orElseThrow().what().contains("read 0 s ago"));
    }

    @Test
    void the_age_counts_from_the_last_reading_and_the_file_is_written_only_when_it_changes()
            throws Exception {
        Path file = folder.resolve("wg0/_p2p.example.com.saved-mesh");
        run();
        Object inode = Files.getAttribute(file, "unix:ino");
        String text = Files.readString(file);
        now = NOW.plus(Duration.ofDays(6));
        run();
        assertEquals(inode, Files.getAttribute(file, "unix:ino"));
        assertEquals(text, Files.readString(file));
        now = now.plus(Duration.ofDays(6));
        zone = "";
        assertTrue(run().savedMesh().orElseThrow().what().contains("read 6 d ago"));
        zone = ZONE.replace("10.0.0.3", "10.0.0.33");
        run();
        assertTrue(Files.readString(file).contains("10.0.0.33"));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void a_mesh_that_no_pass_can_use_is_not_saved() throws Exception {
        run();
        zone = ZONE.replace("_p2p TXT \"a.example.com\"\n", "");
        assertThrows(Failure.class, this::run);
        zone = "";
        memory.delete();
        run();
        assertTrue(DeviceText.of(memory).contains(peer(B)));
    }

    @Test
    void a_broken_or_newer_saved_mesh_is_reported_and_ignored() throws Exception {
        run();
        Path file = folder.resolve("wg0/_p2p.example.com.saved-mesh");
        String good = Files.readString(file);
        for (String bad :
                List.of(
                        "",
                        "{",
                        good.substring(0, good.length() / 2),
                        good.replace("\"version\": 1", "\"version\": 2"),
                        good.replace("_p2p.example.com", "_q2q.example.com"))) {
            Files.writeString(file, bad);
            zone = "";
            Failure failure = assertThrows(Failure.class, this::run);
            assertTrue(failure.problems().toString().contains("is ignored"), bad);
            zone = ZONE;
            PassResult result = run();
            assertTrue(result.problems().toString().contains("is ignored"), bad);
            assertEquals(List.of(), result.failed());
            assertEquals(good, Files.readString(file));
            assertEquals(List.of(), run().problems());
        }
    }

    @Test
    void a_saved_mesh_that_cannot_be_written_does_not_stop_the_pass() throws Exception {
        Files.createDirectories(folder.resolve("wg0/_p2p.example.com.saved-mesh/in-the-way"));
        PassResult result = run();
        assertEquals(List.of(), result.failed());
        assertTrue(DeviceText.of(memory).contains(peer(B)));
        assertTrue(
                result.problems().toString().contains("saved-mesh"), result.problems()::toString);
    }

    @Test
    void down_forgets_the_saved_mesh() throws Exception {
        run();
        new TearDown(memory, states()).run(MESH, "wg0");
        zone = "";
        assertThrows(Failure.class, this::run);
    }

    @Test
    void a_pass_without_news_has_one_plan() throws Exception {
        run();
        assertEquals(1, run().plans().stream().filter(DevicePlan::isEmpty).count());
    }
}
