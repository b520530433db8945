package dev.wgmesh.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.NetnsPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The device contract with {@code wg}, {@code ip} and wireguard-go, in a network namespace. */
class SystemDeviceIT extends DeviceContract {
    private final String name = NetnsPrograms.unique("wg");
    private final NetnsPrograms programs = new NetnsPrograms();
    private final List<String> log = new ArrayList<>();

    @TempDir Path folder;

    @BeforeEach
    void network() throws IOException {
        Files.writeString(folder.resolve("resolv.conf"), "# one\nnameserver 192.0.2.53\n");
        programs.shell(
                """
                echo 0 > /proc/sys/net/ipv4/conf/all/rp_filter
                echo 0 > /proc/sys/net/ipv4/conf/default/rp_filter
                ip link add v0 type veth peer name v1
                echo 1 > /proc/sys/net/ipv4/conf/v0/rp_filter
                ip addr add 192.168.7.1/24 dev v0
                ip addr add 2001:db8:7::1/64 dev v0 nodad
                ip link set v1 up
                ip link set v0 up
                ip link add br-0123456789ab type bridge
                ip addr add 172.17.0.1/16 dev br-0123456789ab
                ip route add default via 192.168.7.254
                ip route add 10.99.0.0/24 via 192.168.7.254 proto static
                """);
    }

    @AfterEach
    void end() {
        programs.close();
    }

    @Override
    Device device() {
        return DeviceFactory.system(
                name,
                programs,
                (changes, command) -> log.add((changes ? "! " : "? ") + command.get()),
                folder.resolve("resolv.conf"));
    }

    @Override
    void setDown(Device device) {
        programs.shell("ip link set dev " + name + " down");
    }

    @Override
    String name() {
        return name;
    }

    @Test
    void a_key_is_in_no_command() {
        device().create(OWN, 51900, Optional.empty());
        assertTrue(log.contains("! wg set " + name + " listen-port 51900 private-key /dev/stdin"));
        assertEquals(List.of(), log.stream().filter(c -> c.contains(OWN.reveal())).toList());
    }

    @Test
    void what_a_terminal_signals_does_not_reach_wireguard_go() {
        device().create(OWN, 51900, Optional.empty());
        // its processes: none where the kernel has WireGuard
        String groups =
                programs.shell(
                        "ps -e -o pgid=,args= | grep '[w]ireguard-go "
                                + name
                                + "' || ip -d link show "
                                + name
                                + " | grep wireguard");
        String own = programs.shell("ps -o pgid= -p " + ProcessHandle.current().pid()).strip();
        assertFalse(groups.strip().startsWith(own + " "), groups);
    }

    @Test
    void routes_of_others_outlive_the_last_address_as_they_were() {
        Device device = device();
        device.create(OWN, 51900, Optional.empty());
        device.apply(List.of(new DeviceChange.AddAddress(IpAddress.of("10.0.0.1"))));
        programs.shell(
                """
                ip route add 10.9.0.1 dev WG metric 7 mtu 1300 proto 99
                ip route add 10.9.1.0/24 via 10.9.0.1 dev WG
                ip route add 10.9.0.2 dev WG table 100
                """
                        .replace("WG", name));
        String show = "ip -4 route show table all dev " + name + " | grep 10.9";
        String before = programs.shell(show);
        device.apply(List.of(new DeviceChange.RemoveAddress(IpAddress.of("10.0.0.1"))));
        assertEquals(before, programs.shell(show));
        assertEquals(3, before.lines().count());
    }

    @Test
    void a_container_bridge_that_is_up_is_not_a_lan_but_has_an_address() {
        programs.shell("ip link set br-0123456789ab up");
        assertEquals(
                "[OnLinkPrefix[device=v0, prefix=192.168.7.0/24], OnLinkPrefix[device=v0,"
                        + " prefix=2001:db8:7::/64]]",
                device().read().facts().onLink().toString());
        assertTrue(device().read().facts().addresses().toString().contains("172.17.0.1"));
    }

    @Test
    void routes_that_drop_packets_and_default_routes_of_other_tables_are_told_apart() {
        programs.shell(
                """
                ip route add default via 192.168.7.253 table 100
                ip -6 route add unreachable default
                ip -6 route add 2001:db8:9::/48 via 2001:db8:7::9
                ip route add prohibit 10.66.0.0/16
                """);
        NodeFacts facts = device().read().facts();
        assertEquals(
                """
                0.0.0.0/0 v0 192.168.7.253
                0.0.0.0/0 v0 192.168.7.254
                ::/0 unreachable -\
                """,
                text(facts.defaultRoutes()));
        assertEquals("[192.168.7.253, 192.168.7.254]", facts.gateways().toString());
        assertTrue(text(facts.routes()).contains("10.66.0.0/16 prohibit -"));
    }

    private static String text(List<Route> routes) {
        return routes.stream()
                .map(r ->
                        r.destination()
                                + " "
                                + r.device()
                                + " "
                                + r.via().map(IpAddress::toString).orElse("-"))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    @Test
    void an_interface_of_another_kind_is_reported() {
        programs.shell("ip link add " + name + " type bridge");
        Failure failure = assertThrows(Failure.class, () -> device().read());
        assertEquals(
                "interface "
                        + name
                        + ": is not a WireGuard interface;"
                        + " choose another name with --interface, or delete this interface: ip link del "
                        + name,
                failure.getMessage());
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
    }

    @Test
    void a_port_that_is_taken_is_reported_and_the_interface_removed_again() {
        Device first =
                DeviceFactory.system(
                        NetnsPrograms.unique("wg"), programs, CommandLog.NONE, Path.of("/none"));
        first.create(OWN, 51900, Optional.empty());
        // wireguard-go opens its socket a moment after the interface is up
        programs.shell("until ss -Hlun 'sport = 51900' | grep -q .; do sleep 0.05; done");
        Failure failure =
                assertThrows(Failure.class, () -> device().create(OWN, 51900, Optional.empty()));
        assertTrue(
                failure.problems().toString().contains("choose another with --port"),
                failure.getMessage());
        assertEquals(Optional.empty(), device().read().device());
    }

    @Test
    void two_thousand_peers_are_given_and_read_back() {
        Device device = device();
        device.create(OWN, 51900, Optional.empty());
        var randomness = new Random(1);
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            peers.add(
                    new Peer(
                            PrivateKey.generate(randomness).publicKey(),
                            Optional.empty(),
                            List.of(Prefix.of("10.1." + i / 250 + "." + i % 250 + "/32")),
                            Duration.ZERO));
        }
        List<DeviceChange> adds = new ArrayList<>();
        peers.forEach(peer -> adds.add(new DeviceChange.AddPeer(peer)));
        peers.forEach(peer ->
                adds.add(
                        new DeviceChange.AddRoute(
                                tunnel(peer.allowedIps().getFirst().toString()))));
        device.apply(adds);
        assertEquals(2000, device.read().device().orElseThrow().peers().size());
        assertEquals(
                2000,
                device.read().facts().routes().stream().filter(r -> r.protocol() == 87).count());
    }

    @Test
    void the_mtu_of_a_path_is_that_of_its_route_or_its_link_in_both_families() {
        programs.shell(
                """
                ip link set v0 mtu 1400
                ip route add 198.51.100.0/24 via 192.168.7.254 mtu 1300
                ip -6 route add 2001:db8:100::/64 via 2001:db8:7::fe mtu 1350
                """);
        List<IpAddress> to =
                Stream.of("192.168.7.2", "2001:db8:7::2", "198.51.100.1", "2001:db8:100::1")
                        .map(IpAddress::of)
                        .toList();
        assertEquals(List.of(1400, 1400, 1300, 1350), device().pathMtus(to));
    }
}
