package dev.wgmesh.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.wgmesh.keys.PresharedKey;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PskSecret;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.process.Programs;
import dev.wgmesh.testing.ScriptedPrograms;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemDeviceTest {
    private static final String DUMP = "wg show wg0 dump";
    private static final String SECRET = DeviceContract.OWN.reveal();
    private static final String PUBLIC = DeviceContract.OWN.publicKey().base64();
    private static final String LINK =
            """
            [{"ifname":"wg0","flags":["POINTOPOINT","NOARP","UP","LOWER_UP"],"mtu":1420,
              "linkinfo":{"info_kind":"wireguard"},"addr_info":[
              {"family":"inet","local":"10.0.0.1","prefixlen":24,"scope":"global"},
              {"family":"inet6","local":"fe80::1","prefixlen":64,"scope":"link"}]}]
            """;

    private static final PskSecret SHARED = PskSecret.generate(new Random(1));

    private final ScriptedPrograms programs = new ScriptedPrograms();

    private Device device() {
        return DeviceFactory.system("wg0", programs, CommandLog.NONE, Path.of("/nonexistent"));
    }

    @Test
    void a_dump_is_read_and_its_secrets_are_passed_over() {
        programs.network(LINK, "[]")
                .prints(
                        DUMP,
                        SECRET
                                + "\t"
                                + PUBLIC
                                + "\t51820\toff\n"
                                + DeviceContract.B
                                + "\t"
                                + SECRET
                                + "\t[fe80::7%eth0]:51820\t10.0.0.2/32,fd00::2/128\t1700000000\t12\t34\t25\n"
                                + DeviceContract.C
                                + "\t(none)\t(none)\t(none)\t0\t0\t0\toff\n");
        String state = device().read().device().orElseThrow().toString();
        assertEquals(
                "DeviceState[name=wg0, key=Optional["
                        + PUBLIC
                        + "], port=51820, up=true, mtu=1420, addresses=[10.0.0.1], peers=["
                        + "PeerState[peer=Peer[key="
                        + DeviceContract.C
                        + ", endpoint=Optional.empty, allowedIps=[], keepalive=PT0S],"
                        + " handshake=Optional.empty, received=0, sent=0, presharedKey=false,"
                        + " psk=Optional.empty], "
                        + "PeerState[peer=Peer[key="
                        + DeviceContract.B
                        + ", endpoint=Optional[[fe80::7]:51820],"
                        + " allowedIps=[10.0.0.2/32, fd00::2/128], keepalive=PT25S],"
                        + " handshake=Optional[2023-11-14T22:13:20Z], received=12, sent=34, presharedKey=true,"
                        + " psk=Optional[PresharedKey(hidden)]]]]",
                state);
    }

    @Test
    void an_interface_without_a_key_has_none() {
        programs.network(LINK, "[]").prints(DUMP, "(none)\t(none)\t0\toff\n");
        assertEquals(Optional.empty(), device().read().device().orElseThrow().key());
    }

    @Test
    void an_odd_dump_is_reported_without_quoting_it() {
        programs.network(LINK, "[]").prints(DUMP, SECRET + " " + PUBLIC + "\n");
        Failure failure = assertThrows(Failure.class, () -> device().read());
        assertFalse(failure.problems().toString().contains(SECRET));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
    }

    /** Read as an MTU of 0, it would be set again at each pass. */
    @Test
    void a_field_of_ip_that_is_not_what_it_should_be_is_reported() {
        programs.network(LINK.replace("\"mtu\":1420", "\"mtu\":\"many\""), "[]");
        Failure failure = assertThrows(Failure.class, device()::read);
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
        assertEquals(
                "printed \"mtu\": \"many\", expected a number",
                failure.problems().getFirst().what());
    }

    @Test
    void no_permission_to_read_is_reported() {
        programs.network(LINK, "[]")
                .fails(DUMP, 1, "Unable to access interface: Operation not permitted\n");
        Failure failure = assertThrows(Failure.class, () -> device().read());
        assertEquals(
                "wg show wg0 dump: failed: Unable to access interface: Operation not permitted;"
                        + " run as root, or with CAP_NET_ADMIN",
                failure.getMessage());
    }

    @Test
    void changes_share_a_process_as_far_as_their_order_allows() {
        Route two = route("10.0.0.2/32");
        device().apply(
                        List.of(
                                new DeviceChange.RemoveRoute(route("10.0.0.9/32")),
                                new DeviceChange.RemovePeer(DeviceContract.C),
                                new DeviceChange.AddPeer(
                                        DeviceContract.peer(
                                                DeviceContract.B, "192.0.2.2", 25, "10.0.0.2/32")),
                                new DeviceChange.AddAddress(IpAddress.of("fd00::1")),
                                new DeviceChange.AddRoute(two)));
        assertEquals(
                List.of(
                        "ip -batch -",
                        "  route del 10.0.0.9/32 dev wg0 proto 87",
                        "wg set wg0 peer "
                                + DeviceContract.C
                                + " remove peer "
                                + DeviceContract.B
                                + " endpoint 192.0.2.2:51820 allowed-ips 10.0.0.2/32"
                                + " persistent-keepalive 25",
                        "ip -batch -",
                        "  addr add fd00::1/128 dev wg0 nodad",
                        "  route add 10.0.0.2/32 dev wg0 proto 87"),
                programs.ran());
    }

    /**
     * wg set reads one key from its input, so each key of a known peer has a process of its own.
     */
    @Test
    void a_preshared_key_goes_to_the_input_of_wg_never_to_its_arguments() {
        var log = new ArrayList<String>();
        Device device =
                DeviceFactory.system(
                        "wg0", programs, (_, line) -> log.add(line.get()), Path.of("/nonexistent"));
        PresharedKey one = SHARED.derive(DeviceContract.B, DeviceContract.C);
        PresharedKey two = SHARED.derive(DeviceContract.B, DeviceContract.B);
        device.apply(
                List.of(
                        new DeviceChange.RemovePeer(DeviceContract.B),
                        new DeviceChange.AddPeer(
                                DeviceContract.peer(
                                        DeviceContract.B, "192.0.2.2", 0, "10.0.0.2/32"),
                                Optional.of(one)),
                        new DeviceChange.SetPresharedKey(DeviceContract.C, Optional.of(two)),
                        new DeviceChange.SetPresharedKey(DeviceContract.B, Optional.empty()),
                        new DeviceChange.SetPresharedKey(DeviceContract.C, Optional.empty())));
        String b = DeviceContract.B.base64();
        String c = DeviceContract.C.base64();
        assertEquals(
                List.of(
                        "wg set wg0 peer " + b + " remove",
                        "wg set wg0 peer "
                                + b
                                + " preshared-key /dev/stdin endpoint 192.0.2.2:51820"
                                + " allowed-ips 10.0.0.2/32 persistent-keepalive off",
                        "  " + one.reveal(),
                        "wg set wg0 peer " + c + " preshared-key /dev/stdin",
                        "  " + two.reveal(),
                        "wg set wg0 peer "
                                + b
                                + " preshared-key /dev/null peer "
                                + c
                                + " preshared-key /dev/null"),
                programs.ran());
        assertFalse(log.toString().contains(one.reveal()));
        assertFalse(log.toString().contains(two.reveal()));
    }

    @Test
    void a_preshared_key_is_never_repeated_in_an_error() {
        PresharedKey key = SHARED.derive(DeviceContract.B, DeviceContract.C);
        programs.fails("wg set", 1, "Key is not the correct length: `" + key.reveal() + "'\n");
        var change = new DeviceChange.SetPresharedKey(DeviceContract.B, Optional.of(key));
        Failure failure = assertThrows(Failure.class, () -> device().apply(List.of(change)));
        assertFalse(failure.problems().toString().contains(key.reveal()));
        assertFalse(change.toString().contains(key.reveal()));
    }

    private static Route route(String to) {
        return new Route(Prefix.of(to), "wg0", Optional.empty(), Optional.empty(), Route.PROTOCOL);
    }

    @Test
    void a_long_command_is_several() {
        List<DeviceChange> removals =
                IntStream.range(0, 3000)
                        .<DeviceChange>mapToObj(_ -> new DeviceChange.RemovePeer(DeviceContract.B))
                        .toList();
        device().apply(removals);
        assertEquals(2, programs.ran().size());
        assertEquals(
                3000, programs.ran().stream().mapToInt(line -> line.split(" remove").length).sum());
    }

    @Test
    void many_new_peers_with_preshared_keys_share_one_process() {
        List<DeviceChange> additions =
                List.of(
                        new DeviceChange.AddPeer(
                                DeviceContract.peer(
                                        DeviceContract.B,
                                        "192.0.2.2",
                                        25,
                                        "10.0.0.2/32",
                                        "fd00::2/128"),
                                Optional.of(SHARED.derive(DeviceContract.B, DeviceContract.C))),
                        new DeviceChange.AddPeer(DeviceContract.peer(DeviceContract.C, "", 0)));
        device().apply(additions);
        assertEquals(
                """
                wg addconf wg0 /dev/stdin
                  [Peer]
                  PublicKey = %s
                  PresharedKey = %s
                  Endpoint = 192.0.2.2:51820
                  AllowedIPs = 10.0.0.2/32,fd00::2/128
                  PersistentKeepalive = 25
                  [Peer]
                  PublicKey = %s
                  PersistentKeepalive = off\
                """
                        .formatted(
                                DeviceContract.B,
                                SHARED.derive(DeviceContract.B, DeviceContract.C).reveal(),
                                DeviceContract.C),
                String.join("\n", programs.ran()));
    }

    /** Fails where the words or the input have a text, and names the line as ip -batch does. */
    private static Programs refusing(String text, AtomicInteger started) {
        return new Programs() {
            @Override
            public ProgramResult run(List<String> command, String input, Duration limit) {
                started.incrementAndGet();
                List<String> lines = input.lines().toList();
                for (int i = 0; i < lines.size(); i++) {
                    if (lines.get(i).contains(text)) {
                        return new ProgramResult(1, "", "Command failed -:" + (i + 1), false);
                    }
                }
                boolean fails = command.contains(text);
                return new ProgramResult(fails ? 1 : 0, "", fails ? "bad peer" : "", false);
            }

            @Override
            public boolean isInstalled(String program) {
                return true;
            }
        };
    }

    @Test
    void the_change_of_many_that_failed_is_found_by_few_processes_and_named() {
        var random = new Random(1);
        for (int count : List.of(1_000, 4_000)) {
            List<PublicKey> keys =
                    Stream.generate(() ->
                                    PskSecret.generate(random)
                                            .derive(DeviceContract.B, DeviceContract.C))
                            .map(psk -> new PublicKey(psk.reveal()))
                            .limit(count)
                            .toList();
            PublicKey bad = keys.get(count / 3);
            for (Function<PublicKey, DeviceChange> change :
                    List.<Function<PublicKey, DeviceChange>>of(
                            key -> new DeviceChange.AddPeer(DeviceContract.peer(key, "", 0)),
                            DeviceChange.RemovePeer::new)) {
                var started = new AtomicInteger();
                Device device =
                        DeviceFactory.system(
                                "wg0",
                                refusing(bad.base64(), started),
                                CommandLog.NONE,
                                Path.of("/nonexistent"));
                List<DeviceChange> changes = keys.stream().map(change).toList();
                List<Problem> failed = device.applyEach(changes, 10);
                assertEquals(1, failed.size());
                assertTrue(
                        failed.getFirst().where().startsWith("wg set wg0 peer " + bad),
                        failed.toString());
                assertFalse(failed.getFirst().where().contains("peer " + keys.getLast()));
                assertTrue(started.get() <= 30, started.toString());
            }
        }
    }

    @Test
    void every_route_but_those_that_fail_is_added() {
        var started = new AtomicInteger();
        Device device =
                DeviceFactory.system(
                        "wg0",
                        refusing("route add 10.0.0.1", started),
                        CommandLog.NONE,
                        Path.of("/x"));
        List<DeviceChange> changes =
                IntStream.range(0, 200)
                        .<DeviceChange>mapToObj(
                                i -> new DeviceChange.AddRoute(route("10.0.0." + i + "/32")))
                        .toList();
        assertEquals(
                "ip route add 10.0.0.1/32 dev wg0 proto 87, ip route add 10.0.0.10/32 dev wg0 proto 87,"
                        + " ip route add 10.0.0.11/32 dev wg0 proto 87",
                device.applyEach(changes, 3).stream()
                        .map(Problem::where)
                        .collect(Collectors.joining(", ")));
        assertEquals(3, started.get());
    }

    /** A program that printed less, or something else, is no node without routes. */
    @Test
    void output_of_ip_that_is_not_as_expected_is_an_error_that_says_where() {
        String route =
                "{\"dst\":\"10.0.0.2\",\"dev\":\"wg0\",\"table\":\"254\",\"protocol\":\"87\"}";
        var wrong = new TreeMap<String, String>();
        wrong.put(route.replace("dst", "to"), "printed \"dst\": nothing, expected a string");
        wrong.put(route.replace("10.0.0.2", "ten"), "printed \"dst\": ten, expected a prefix");
        wrong.put(
                route.replace("\"87\"", "\"static\""),
                "printed \"protocol\": \"static\", expected a number");
        wrong.put(route.replace("\"wg0\"", "7"), "printed \"dev\": 7, expected a string");
        wrong.put("[", "did not print JSON");
        wrong.forEach((row, what) -> {
            Device device =
                    DeviceFactory.system(
                            "wg0",
                            new ScriptedPrograms().network("[]", "[" + row + "]"),
                            CommandLog.NONE,
                            Path.of("/x"));
            Failure failure = assertThrows(Failure.class, device::read, row);
            assertEquals(Failure.Kind.UNREADABLE, failure.kind());
            assertEquals(what, failure.problems().getFirst().what());
            assertTrue(
                    failure.problems().getFirst().where().startsWith("ip route show"),
                    failure.toString());
        });
    }

    /** Not every kernel tells its reverse path filters; routes are needed. */
    @Test
    void only_the_last_command_of_a_reading_may_fail() {
        String three = "[]\n[{\"dst\":\"default\",\"dev\":\"v0\"}]\n[]\n";
        programs.answers(
                "ip -N",
                new Programs.ProgramResult(1, three + "[", "No\nCommand failed -:4\n", false));
        assertEquals(1, device().read().facts().defaultRoutes().size());
        var other = new ScriptedPrograms();
        other.answers(
                "ip -N", new Programs.ProgramResult(1, three, "No\nCommand failed -:3\n", false));
        Device device = DeviceFactory.system("wg0", other, CommandLog.NONE, Path.of("/x"));
        assertEquals(
                "ip route show table all root ::/0: failed: No;"
                        + " run the command again; it continues where it stopped",
                assertThrows(Failure.class, device::read).getMessage());
    }

    /** Peers and routes are looked at once each, so that big meshes are no slower a peer. */
    @Test
    void the_work_of_a_reading_grows_as_the_number_of_peers() {
        long small = octetsOfReading(1_000);
        long big = octetsOfReading(4_000);
        assertTrue(big < 5 * small, small + " octets, then " + big);
    }

    /** The octets that this thread allocates to read a node with so many peers and routes. */
    private static long octetsOfReading(int count) {
        var random = new Random(1);
        var dump = new StringBuilder(SECRET + "\t" + PUBLIC + "\t51820\toff\n");
        var routes = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            String key = PrivateKey.generate(random).reveal();
            String address = "10.0." + i / 250 + "." + i % 250;
            dump.append(key)
                    .append("\t(none)\t192.0.2.2:51820\t")
                    .append(address)
                    .append("/32\t0\t0\t0\toff\n");
            routes.add("{\"dst\":\"" + address + "\",\"dev\":\"wg0\",\"protocol\":\"87\"}");
        }
        var programs =
                new ScriptedPrograms()
                        .network(LINK, routes.toString())
                        .prints(DUMP, dump.toString());
        Device device = DeviceFactory.system("wg0", programs, CommandLog.NONE, Path.of("/none"));
        assertEquals(count, device.read().device().orElseThrow().peers().size());
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        device.read();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void nothing_to_change_runs_nothing() {
        device().apply(List.of());
        assertEquals(List.of(), programs.ran());
    }

    @Test
    void the_command_of_a_batch_that_failed_is_named() {
        programs.fails("ip -batch", 1, "RTNETLINK answers: File exists\nCommand failed -:2\n");
        Failure failure =
                assertThrows(
                        Failure.class,
                        () ->
                                device().apply(
                                                List.of(
                                                        new DeviceChange.AddRoute(
                                                                route("10.0.0.2/32")),
                                                        new DeviceChange.AddRoute(
                                                                route("10.0.0.3/32")))));
        assertEquals(
                "ip route add 10.0.0.3/32 dev wg0 proto 87: failed: File exists;"
                        + " another program created it meanwhile; check it, then run the command"
                        + " again",
                failure.getMessage());
        assertEquals(Failure.Kind.PARTIAL, failure.kind());
    }

    @Test
    void a_key_is_never_repeated_in_an_error_and_what_was_made_is_removed() {
        programs.fails("wg set", 1, "Key is not the correct length: `" + SECRET + "'\n");
        Failure failure =
                assertThrows(
                        Failure.class,
                        () -> device().create(DeviceContract.OWN, 7, Optional.empty()));
        assertFalse(failure.problems().toString().contains(SECRET));
        assertEquals("ip link del dev wg0", programs.ran().getLast());
    }

    @Test
    void a_system_without_wireguard_is_reported() {
        programs.fails("ip link add", 2, "Error: Unknown device type.\n").lacks("wireguard-go");
        Failure failure =
                assertThrows(
                        Failure.class,
                        () -> device().create(DeviceContract.OWN, 7, Optional.empty()));
        assertEquals(
                "interface wg0: the kernel does not support WireGuard and wireguard-go is not"
                        + " installed;"
                        + " install wireguard-go, or a kernel with WireGuard",
                failure.getMessage());
        assertEquals(List.of("ip link add dev wg0 type wireguard"), programs.ran());
    }

    /** In the session of a terminal, Ctrl-C would end it, too, and the interface with it. */
    @Test
    void wireguard_go_runs_in_a_session_of_its_own() {
        programs.fails("ip link add", 2, "Error: Unknown device type.\n");
        device().create(DeviceContract.OWN, 7, Optional.empty());
        assertEquals("setsid wireguard-go wg0", programs.ran().get(1));
    }

    @Test
    void what_wireguard_go_says_on_its_output_is_reported() {
        programs.fails("ip link add", 2, "Error: Unknown device type.\n")
                .answers(
                        "setsid wireguard-go",
                        new Programs.ProgramResult(
                                1,
                                "ERROR: (wg0) 2026/01/02 03:04:05 UAPI listen error: unix socket in"
                                        + " use\n",
                                "┌───┐\n│ x │\n└───┘\n",
                                false));
        Failure failure =
                assertThrows(
                        Failure.class,
                        () -> device().create(DeviceContract.OWN, 7, Optional.empty()));
        assertEquals(
                "wireguard-go wg0: failed: UAPI listen error: unix socket in use; another"
                        + " wireguard-go has this name: end it, or choose another with --interface",
                failure.getMessage());
    }

    @Test
    void a_user_who_may_not_make_an_interface_is_reported() {
        programs.fails("ip link add", 2, "RTNETLINK answers: Operation not permitted\n");
        Failure failure =
                assertThrows(
                        Failure.class,
                        () -> device().create(DeviceContract.OWN, 7, Optional.empty()));
        assertEquals(
                "ip link add dev wg0 type wireguard: failed: Operation not permitted;"
                        + " run as root, or with CAP_NET_ADMIN",
                failure.getMessage());
    }

    @Test
    void a_command_that_hangs_is_reported() {
        programs.answers("wg set", new Programs.ProgramResult(137, "", "", true));
        Failure failure =
                assertThrows(
                        Failure.class,
                        () ->
                                device().apply(
                                                List.of(
                                                        new DeviceChange.RemovePeer(
                                                                DeviceContract.B))));
        assertEquals(
                "wg set wg0 peer "
                        + DeviceContract.B
                        + " remove: did not finish within 30 s; run it by hand; it may be waiting"
                        + " for a lock",
                failure.getMessage());
    }

    @Test
    void a_name_that_could_be_an_option_or_a_path_is_refused() {
        for (String name : List.of("", "-h", "../x", "a b", "averyverylongname")) {
            assertThrows(
                    Failure.class,
                    () -> DeviceFactory.system(name, programs, CommandLog.NONE, Path.of("/x")));
        }
    }

    @Test
    void resolvers_are_those_of_resolv_conf(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("resolv.conf");
        Files.writeString(
                file,
                "search x.org\nnameserver 192.0.2.9\n nameserver\tfd00::53\nnameserver oops\n");
        assertEquals("[192.0.2.9, fd00::53]", ResolvConf.nameServers(file).toString());
        assertEquals(List.of(), ResolvConf.nameServers(folder));
    }
}
