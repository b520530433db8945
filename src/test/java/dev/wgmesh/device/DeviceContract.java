package dev.wgmesh.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.KeyParseResult;
import dev.wgmesh.keys.PresharedKey;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PskSecret;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.model.RoutePlace;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.testing.DeviceText;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The contract of every device, as a list of states. The node's network: {@code v0} with
 * 192.168.7.1/24 and 2001:db8:7::1/64, a default route via 192.168.7.254, a foreign route to
 * 10.99.0.0/24, and rp_filter 1.
 */
abstract class DeviceContract {
    static final PrivateKey OWN = key("yFlXT2A5TTg9xcPfxolP0arOR+Ua+z8NlAcaKoTpm2E=");
    static final PublicKey B = new PublicKey("meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=");
    static final PublicKey C = new PublicKey("mEshKpyb8WxRc8OyF9sH5bQVaSBFa1Zk0Red6x704WY=");

    private static final String FOREIGN =
            """
            route 0.0.0.0/0 via 192.168.7.254 dev v0 proto 3
            route 10.99.0.0/24 via 192.168.7.254 dev v0 proto 4\
            """;

    /** A device whose interface is not there yet. */
    abstract Device device();

    /** The name of its interface. */
    abstract String name();

    /** Sets the interface down, as a person would. */
    abstract void setDown(Device device);

    private static PrivateKey key(String text) {
        return switch (PrivateKey.parse(text)) {
            case KeyParseResult.Valid<PrivateKey>(PrivateKey key) -> key;
            case KeyParseResult.Invalid<PrivateKey> bad -> throw new AssertionError(bad.detail());
        };
    }

    static Peer peer(PublicKey key, String endpoint, int keepalive, String... allowed) {
        return new Peer(
                key,
                Endpoint.parse(endpoint),
                Arrays.stream(allowed).map(Prefix::of).toList(),
                Duration.ofSeconds(keepalive));
    }

    Route tunnel(String to) {
        return new Route(Prefix.of(to), name(), Optional.empty(), Optional.empty(), Route.PROTOCOL);
    }

    static Route direct(String to, String via, String source) {
        return new Route(
                Prefix.of(to),
                "v0",
                Optional.of(IpAddress.of(via)),
                Optional.of(IpAddress.of(source)),
                Route.PROTOCOL);
    }

    private Device made() {
        Device device = device();
        device.create(OWN, 51900, Optional.of(1380));
        return device;
    }

    private static void assertState(Device device, String... expected) {
        assertEquals(String.join("\n", expected) + "\n" + FOREIGN, DeviceText.of(device));
    }

    @Test
    void no_interface_is_a_state_and_no_error() {
        assertState(device(), "no interface");
    }

    @Test
    void an_interface_is_made_whole_and_removed_with_its_routes() {
        Device device = made();
        assertState(device, "interface port 51900 mtu 1380 up key test");
        device.apply(List.of(new DeviceChange.AddRoute(tunnel("10.0.0.2/32"))));
        device.delete();
        assertState(device, "no interface");
    }

    @Test
    void an_existing_record_is_not_made_again() {
        Device device = made();
        assertThrows(Failure.class, () -> device.create(OWN, 51901, Optional.empty()));
    }

    @Test
    void a_preshared_key_is_set_with_a_peer_or_later_and_removed() {
        Device device = made();
        PskSecret secret = PskSecret.generate(new Random(1));
        Optional<PresharedKey> one = Optional.of(secret.derive(B, C));
        Optional<PresharedKey> other = Optional.of(secret.derive(B, B));
        device.apply(
                List.of(
                        new DeviceChange.AddPeer(peer(B, "", 0, "10.0.0.2/32"), one),
                        new DeviceChange.AddPeer(peer(C, "", 0, "10.0.0.3/32"))));
        assertEquals(Map.of(B, one, C, Optional.empty()), presharedKeys(device));
        device.apply(
                List.of(
                        new DeviceChange.SetPresharedKey(C, other),
                        new DeviceChange.UpdatePeer(
                                B,
                                Endpoint.parse("192.0.2.2:7"),
                                Optional.empty(),
                                Optional.empty()),
                        new DeviceChange.SetPresharedKey(B, Optional.empty())));
        assertEquals(Map.of(B, Optional.empty(), C, other), presharedKeys(device));
        assertState(
                device,
                "interface port 51900 mtu 1380 up key test",
                "peer mEsh for 10.0.0.3/32",
                "peer mesh at 192.0.2.2:7 for 10.0.0.2/32");
    }

    private static Map<PublicKey, Optional<PresharedKey>> presharedKeys(Device device) {
        return device.read().device().orElseThrow().peers().stream()
                .collect(Collectors.toMap(p -> p.peer().key(), PeerState::psk));
    }

    @Test
    void peers_are_added_changed_in_part_and_removed() {
        Device device = made();
        device.apply(
                List.of(
                        new DeviceChange.AddPeer(
                                peer(B, "192.0.2.2", 25, "10.0.0.2/32", "fd00::2/128")),
                        new DeviceChange.AddPeer(peer(C, "", 0, "10.0.0.3/32", "10.1.0.0/16"))));
        assertState(
                device,
                "interface port 51900 mtu 1380 up key test",
                "peer mEsh for 10.0.0.3/32 10.1.0.0/16",
                "peer mesh at 192.0.2.2:51820 for 10.0.0.2/32 fd00::2/128 every 25");
        device.apply(
                List.of(
                        new DeviceChange.UpdatePeer(
                                B, Optional.empty(), Optional.empty(), Optional.of(Duration.ZERO)),
                        new DeviceChange.UpdatePeer(
                                C,
                                Endpoint.parse("[2001:db8::3]:7"),
                                Optional.of(List.of()),
                                Optional.empty())));
        assertState(
                device,
                "interface port 51900 mtu 1380 up key test",
                "peer mEsh at [2001:db8::3]:7 for ",
                "peer mesh at 192.0.2.2:51820 for 10.0.0.2/32 fd00::2/128");
        device.apply(List.of(new DeviceChange.RemovePeer(B)));
        assertState(
                device,
                "interface port 51900 mtu 1380 up key test",
                "peer mEsh at [2001:db8::3]:7 for ");
    }

    @Test
    void an_allowed_ip_leaves_the_peer_that_had_it() {
        Device device = made();
        device.apply(
                List.of(
                        new DeviceChange.AddPeer(peer(B, "", 0, "10.0.0.2/32", "10.0.0.9/32")),
                        new DeviceChange.AddPeer(peer(C, "", 0, "10.0.0.9/32"))));
        assertState(
                device,
                "interface port 51900 mtu 1380 up key test",
                "peer mEsh for 10.0.0.9/32",
                "peer mesh for 10.0.0.2/32");
    }

    @Test
    void a_peer_that_is_there_already_has_what_is_added_and_nothing_else() {
        Device device = made();
        device.apply(List.of(new DeviceChange.AddPeer(peer(B, "192.0.2.2", 25, "10.0.0.2/32"))));
        device.apply(List.of(new DeviceChange.AddPeer(peer(B, "192.0.2.3", 0))));
        assertState(
                device,
                "interface port 51900 mtu 1380 up key test",
                "peer mesh at 192.0.2.3:51820 for ");
    }

    @Test
    void every_change_but_those_that_fail_is_made() {
        Device device = made();
        List<Problem> failed =
                device.applyEach(
                        List.of(
                                new DeviceChange.AddPeer(peer(B, "", 0)),
                                new DeviceChange.AddRoute(tunnel("10.0.0.2/32")),
                                new DeviceChange.AddRoute(tunnel("10.0.0.2/32")),
                                new DeviceChange.AddRoute(tunnel("10.0.0.3/32")),
                                new DeviceChange.AddPeer(peer(C, "", 0))),
                        10);
        assertEquals(1, failed.size());
        assertTrue(failed.getFirst().where().contains("10.0.0.2/32"), failed.toString());
        assertRoutes(
                device,
                new String[] {
                    "interface port 51900 mtu 1380 up key test", "peer mEsh for ", "peer mesh for "
                },
                "route 10.0.0.2/32 dev WG proto 87\nroute 10.0.0.3/32 dev WG proto 87",
                "");
    }

    @Test
    void a_route_goes_through_the_tunnel_then_direct_then_away() {
        Device device = made();
        device.apply(
                List.of(
                        new DeviceChange.AddAddress(IpAddress.of("10.0.0.1")),
                        new DeviceChange.AddAddress(IpAddress.of("fd00::1")),
                        new DeviceChange.AddRoute(tunnel("10.0.0.2/32")),
                        new DeviceChange.AddRoute(tunnel("fd00::2/128"))));
        String[] addresses = {
            "interface port 51900 mtu 1380 up key test", "addr 10.0.0.1", "addr fd00::1"
        };
        assertRoutes(
                device,
                addresses,
                "route 10.0.0.2/32 dev WG proto 87",
                "route fd00::2/128 dev WG proto 87");
        Route direct4 = direct("10.0.0.2/32", "192.168.7.2", "10.0.0.1");
        Route direct6 = direct("fd00::2/128", "2001:db8:7::2", "fd00::1");
        device.apply(
                List.of(
                        new DeviceChange.ReplaceRoute(tunnel("10.0.0.2/32"), direct4),
                        new DeviceChange.ReplaceRoute(tunnel("fd00::2/128"), direct6)));
        assertRoutes(
                device,
                addresses,
                "route 10.0.0.2/32 via 192.168.7.2 dev v0 src 10.0.0.1 proto 87",
                "route fd00::2/128 via 2001:db8:7::2 dev v0 src fd00::1 proto 87");
        device.apply(
                List.of(
                        new DeviceChange.RemoveRoute(direct4),
                        new DeviceChange.RemoveRoute(direct6),
                        new DeviceChange.RemoveAddress(IpAddress.of("10.0.0.1")),
                        new DeviceChange.RemoveAddress(IpAddress.of("fd00::1"))));
        assertState(device, "interface port 51900 mtu 1380 up key test");
    }

    private Route tunnel(String to, long table, long metric) {
        return new Route(
                Prefix.of(to),
                name(),
                Optional.empty(),
                Optional.empty(),
                Route.PROTOCOL,
                new RoutePlace(table, metric));
    }

    @Test
    void a_route_moves_to_another_table_or_metric() {
        Device device = made();
        String[] state = {"interface port 51900 mtu 1380 up key test"};
        long main = RoutePlace.MAIN_TABLE;
        device.apply(
                List.of(
                        new DeviceChange.AddRoute(tunnel("10.0.0.2/32", main, 0)),
                        new DeviceChange.AddRoute(tunnel("fd00::2/128", main, 0)),
                        new DeviceChange.AddRoute(tunnel("10.0.0.2/32", main, 7)),
                        new DeviceChange.AddRoute(tunnel("fd00::2/128", main, 7)),
                        new DeviceChange.RemoveRoute(tunnel("10.0.0.2/32", main, 0)),
                        new DeviceChange.RemoveRoute(tunnel("fd00::2/128", main, 0))));
        assertRoutes(
                device,
                state,
                "route 10.0.0.2/32 dev WG proto 87 metric 7",
                "route fd00::2/128 dev WG proto 87 metric 7");
        device.apply(
                List.of(
                        new DeviceChange.AddRoute(tunnel("10.0.0.2/32", 4000000000L, 0)),
                        new DeviceChange.AddRoute(tunnel("fd00::2/128", 4000000000L, 4294967290L)),
                        new DeviceChange.RemoveRoute(tunnel("10.0.0.2/32", main, 7)),
                        new DeviceChange.RemoveRoute(tunnel("fd00::2/128", main, 7))));
        assertState(device, state[0]);
        assertEquals(
                List.of(
                        tunnel("10.0.0.2/32", 4000000000L, 0),
                        tunnel("fd00::2/128", 4000000000L, 4294967290L)),
                device.read().facts().otherRoutes().stream()
                        .filter(route -> route.protocol() == Route.PROTOCOL)
                        .toList());
    }

    @Test
    void a_route_into_the_tunnel_may_name_a_neighbour_as_its_second_next_hop() {
        Device device = made();
        device.apply(
                List.of(
                        new DeviceChange.AddAddress(IpAddress.of("10.0.0.1")),
                        new DeviceChange.AddRoute(tunnel("10.0.0.2/32"))));
        String[] state = {"interface port 51900 mtu 1380 up key test", "addr 10.0.0.1"};
        Route direct = direct("10.0.0.2/32", "192.168.7.2", "10.0.0.1");
        Route both =
                new Route(
                        direct.destination(),
                        name(),
                        Optional.empty(),
                        direct.source(),
                        Route.PROTOCOL,
                        RoutePlace.MAIN,
                        Optional.of(direct.hop()));
        device.apply(List.of(new DeviceChange.ReplaceRoute(tunnel("10.0.0.2/32"), both)));
        assertRoutes(
                device,
                state,
                "route 10.0.0.2/32 dev WG, via 192.168.7.2 dev v0 src 10.0.0.1 proto 87",
                "");
        device.apply(List.of(new DeviceChange.ReplaceRoute(both, tunnel("10.0.0.2/32"))));
        assertRoutes(device, state, "route 10.0.0.2/32 dev WG proto 87", "");
        device.apply(
                List.of(
                        new DeviceChange.ReplaceRoute(tunnel("10.0.0.2/32"), both),
                        new DeviceChange.RemoveRoute(both)));
        assertState(device, state);
    }

    @Test
    void an_interface_that_was_set_down_is_set_up_before_it_gets_its_routes_again() {
        Device device = made();
        List<DeviceChange> lost =
                List.of(
                        new DeviceChange.AddAddress(IpAddress.of("fd00::1")),
                        new DeviceChange.AddRoute(tunnel("10.0.0.2/32")));
        device.apply(List.of(new DeviceChange.AddAddress(IpAddress.of("10.0.0.1"))));
        device.apply(List.of(new DeviceChange.AddPeer(peer(B, "192.0.2.2", 0))));
        device.apply(lost);
        setDown(device);
        assertState(
                device,
                "interface port 51900 mtu 1380 down key test",
                "addr 10.0.0.1",
                "peer mesh at 192.0.2.2:51820 for ");
        Failure failure = assertThrows(Failure.class, () -> device.apply(List.of(lost.getLast())));
        assertTrue(String.valueOf(failure.getMessage()).contains("Device for nexthop is not up"));
        device.apply(List.of(new DeviceChange.SetLinkUp(), lost.getFirst(), lost.getLast()));
        assertRoutes(
                device,
                new String[] {
                    "interface port 51900 mtu 1380 up key test",
                    "addr 10.0.0.1",
                    "addr fd00::1",
                    "peer mesh at 192.0.2.2:51820 for "
                },
                "route 10.0.0.2/32 dev WG proto 87",
                "");
    }

    @Test
    void with_an_address_go_only_the_routes_from_it() {
        Device device = made();
        device.apply(
                List.of(
                        new DeviceChange.AddAddress(IpAddress.of("10.0.0.1")),
                        new DeviceChange.AddAddress(IpAddress.of("fd00::1")),
                        new DeviceChange.AddRoute(tunnel("10.0.0.2/32")),
                        new DeviceChange.AddRoute(direct("10.0.0.3/32", "192.168.7.2", "10.0.0.1")),
                        new DeviceChange.AddRoute(tunnel("fd00::2/128")),
                        new DeviceChange.AddRoute(
                                direct("fd00::3/128", "2001:db8:7::2", "fd00::1"))));
        device.apply(
                List.of(
                        new DeviceChange.RemoveAddress(IpAddress.of("10.0.0.1")),
                        new DeviceChange.RemoveAddress(IpAddress.of("fd00::1"))));
        assertRoutes(
                device,
                new String[] {"interface port 51900 mtu 1380 up key test"},
                "route 10.0.0.2/32 dev WG proto 87",
                "route fd00::2/128 dev WG proto 87\n"
                        + "route fd00::3/128 via 2001:db8:7::2 dev v0 proto 87");
    }

    private static void assertRoutes(Device device, String[] state, String v4, String v6) {
        assertEquals(
                String.join("\n", state)
                        + "\n"
                        + FOREIGN.replace("\n", "\n" + v4 + "\n")
                        + (v6.isEmpty() ? "" : "\n" + v6),
                DeviceText.of(device));
    }

    @Test
    void what_came_before_a_failure_was_done_and_nothing_after_it() {
        Device device = made();
        Failure failure =
                assertThrows(
                        Failure.class,
                        () ->
                                device.apply(
                                        List.of(
                                                new DeviceChange.AddPeer(peer(B, "", 0)),
                                                new DeviceChange.AddRoute(tunnel("10.0.0.2/32")),
                                                new DeviceChange.AddRoute(tunnel("10.99.0.0/24")),
                                                new DeviceChange.AddRoute(tunnel("10.0.0.2/32")),
                                                new DeviceChange.AddRoute(tunnel("10.0.0.3/32")),
                                                new DeviceChange.AddPeer(peer(C, "", 0)))));
        assertEquals(Failure.Kind.PARTIAL, failure.kind());
        assertEquals(false, DeviceText.of(device).contains("mEsh"));
        assertEquals(false, DeviceText.of(device).contains("10.0.0.3"));
        assertEquals(true, DeviceText.of(device).contains("route 10.0.0.2/32 dev WG proto 87"));
    }

    @Test
    void facts_describe_the_network_around_it_and_nothing_of_it() {
        Device device = made();
        device.apply(List.of(new DeviceChange.AddAddress(IpAddress.of("10.0.0.1"))));
        assertEquals(
                """
                [InterfaceAddress[device=lo, address=127.0.0.1, prefixLength=8], \
                InterfaceAddress[device=lo, address=::1, prefixLength=128], \
                InterfaceAddress[device=v0, address=192.168.7.1, prefixLength=24], \
                InterfaceAddress[device=v0, address=2001:db8:7::1, prefixLength=64]] \
                [OnLinkPrefix[device=v0, prefix=192.168.7.0/24], \
                OnLinkPrefix[device=v0, prefix=2001:db8:7::/64]] \
                [192.168.7.254] [192.0.2.53] \
                [Route[destination=0.0.0.0/0, device=v0, via=Optional[192.168.7.254], \
                source=Optional.empty, protocol=3, place=RoutePlace[table=254, metric=0], \
                second=Optional.empty]] {v0=1}\
                """,
                device.read().facts().addresses()
                        + " "
                        + device.read().facts().onLink()
                        + " "
                        + device.read().facts().gateways()
                        + " "
                        + device.read().facts().resolvers()
                        + " "
                        + device.read().facts().defaultRoutes()
                        + " "
                        + device.read().facts().reversePathFilters());
    }

    @Test
    void a_change_of_no_interface_fails() {
        Device device = device();
        assertThrows(
                Failure.class,
                () -> device.apply(List.of(new DeviceChange.AddPeer(peer(B, "", 0)))));
        assertThrows(Failure.class, device::delete);
    }
}
