package dev.wgmesh.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.keys.PresharedKey;
import dev.wgmesh.keys.PskSecret;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.process.Programs;
import dev.wgmesh.testing.ScriptedPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemDeviceTest {
    private static final String SHOW = "ip -json -details addr show dev wg0";
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
        programs.prints(SHOW, LINK)
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
        String state = device().state().orElseThrow().toString();
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
        programs.prints(SHOW, LINK).prints(DUMP, "(none)\t(none)\t0\toff\n");
        assertEquals(Optional.empty(), device().state().orElseThrow().key());
    }

    @Test
    void an_odd_dump_is_reported_without_quoting_it() {
        programs.prints(SHOW, LINK).prints(DUMP, SECRET + " " + PUBLIC + "\n");
        Failure failure = assertThrows(Failure.class, () -> device().state());
        assertFalse(failure.problems().toString().contains(SECRET));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
    }

    /** Read as an MTU of 0, it would be set again at each pass. */
    @Test
    void a_field_of_ip_that_is_not_what_it_should_be_is_reported() {
        programs.prints(SHOW, LINK.replace("\"mtu\":1420", "\"mtu\":\"1420\""));
        Failure failure = assertThrows(Failure.class, device()::state);
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
        assertEquals(
                "printed \"mtu\": \"1420\", expected a number",
                failure.problems().getFirst().what());
    }

    @Test
    void no_permission_to_read_is_reported() {
        programs.prints(SHOW, LINK)
                .fails(DUMP, 1, "Unable to access interface: Operation not permitted\n");
        Failure failure = assertThrows(Failure.class, () -> device().state());
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

    /** wg reads one key from its input, so each key has a process of its own. */
    @Test
    void a_preshared_key_goes_to_the_input_of_wg_never_to_its_arguments() {
        var log = new ArrayList<String>();
        Device device =
                DeviceFactory.system(
                        "wg0", programs, (_, line) -> log.add(line), Path.of("/nonexistent"));
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
