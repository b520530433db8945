package dev.wgmesh.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code ip monitor} of iproute2 6.1 prints, and what of it concerns a mesh. */
class NetworkEventsTest {
    private final NetworkEvents events = new NetworkEvents("wg0");

    private String of(String... lines) {
        return List.of(lines).stream()
                .map(line -> events.of(line).map(NetworkEvent::toString).orElse("-"))
                .reduce("", (a, b) -> a + (a.isEmpty() ? "" : " ") + b);
    }

    @Test
    void a_route_of_wg_mesh_that_is_removed_is_an_event_of_the_device() {
        assertEquals(
                "DEVICE DEVICE DEVICE DEVICE DEVICE",
                of(
                        "[ROUTE]Deleted 10.7.0.2 dev wg0 proto 87 scope 253 ",
                        "[ROUTE]Deleted 10.7.0.2 dev wg0 table 100 proto 87 scope 253 metric 5 ",
                        "[ROUTE]Deleted 10.7.0.2 proto 87 src 10.7.0.1 \\\tnexthop dev wg0 weight 256"
                                + " \\\tnexthop via 192.0.2.8 dev eth0 weight 1 ",
                        "[ROUTE]Deleted fd00::2 dev wg0 proto 87 metric 1024 pref medium",
                        "[ROUTE]Deleted 10.7.0.2 via 192.0.2.8 dev eth0 proto 87 onlink "));
    }

    @Test
    void a_route_of_wg_mesh_that_is_added_and_routes_of_others_are_none() {
        assertEquals(
                "- - - - -",
                of(
                        "[ROUTE]10.7.0.2 dev wg0 proto 87 scope 253 ",
                        "[ROUTE]Deleted 10.7.0.9 dev wg0 proto 870 scope 253 ",
                        "[ROUTE]192.0.2.0/24 dev eth0 proto 2 scope 253 src 192.0.2.1 ",
                        "[ROUTE]5 ff00::/8 dev v0 table 255 proto 2 metric 256 pref medium",
                        "[ROUTE]Deleted 2001:db8::/64 dev v0 proto 2 metric 256 pref medium"));
    }

    @Test
    void the_interface_that_goes_down_or_away_is_an_event_of_the_device() {
        assertEquals(
                "DEVICE DEVICE",
                of(
                        "[LINK]4: wg0: <POINTOPOINT,NOARP> mtu 1420 qdisc pfifo_fast state DOWN \\ ",
                        "[LINK]Deleted 4: wg0: <POINTOPOINT,NOARP> mtu 1420 state DOWN group 0 "));
    }

    @Test
    void an_address_of_the_interface_that_is_removed_is_an_event_of_the_device() {
        assertEquals(
                "DEVICE DEVICE -",
                of(
                        "[ADDR]Deleted 4: wg0    inet 10.7.0.1/32 scope 0 wg0\\  valid_lft forever",
                        "[ADDR]Deleted 4: wg0    inet6 fd00::1/128 scope 0 \\  valid_lft forever",
                        "[ADDR]Deleted 4: wg0    inet6 fe80::aff2/64 scope 253 \\  valid_lft 1sec"));
    }

    @Test
    void addresses_links_and_default_routes_of_the_node_are_events_of_its_network() {
        assertEquals(
                "NETWORK NETWORK NETWORK NETWORK NETWORK NETWORK",
                of(
                        "[LINK]3: eth0@if2: <BROADCAST,UP,LOWER_UP> mtu 1500 state UP group 0 \\ ",
                        "[ADDR]3: eth0    inet 192.0.2.1/24 brd 192.0.2.255 scope 0 eth0\\  valid",
                        "[ADDR]Deleted 3: eth0    inet 192.0.2.1/24 scope 0 eth0\\  valid_lft",
                        "[ROUTE]default via 192.0.2.9 dev eth0 ",
                        "[ROUTE]Deleted default via 192.0.2.9 dev eth0 ",
                        "[ROUTE]default via fe80::1 dev eth0 proto 9 metric 1024 pref medium"));
    }

    @Test
    void a_router_advertisement_that_only_extends_a_lifetime_is_no_event() {
        String address =
                "[ADDR]3: eth0    inet6 2001:db8::1/64 scope 0 dynamic \\       valid_lft %dsec"
                        + " preferred_lft %dsec";
        String route = "[ROUTE]default via fe80::1 dev eth0 proto 9 metric 1024 expires %dsec ";
        assertEquals(
                "NETWORK - NETWORK -",
                of(
                        address.formatted(86400, 14400),
                        address.formatted(86399, 14399),
                        route.formatted(1800),
                        route.formatted(1790)));
    }

    @Test
    void an_address_that_comes_back_is_an_event_again() {
        String address = "3: eth0    inet 192.0.2.1/24 scope 0 eth0\\  valid_lft forever";
        assertEquals(
                "NETWORK NETWORK NETWORK",
                of("[ADDR]" + address, "[ADDR]Deleted " + address, "[ADDR]" + address));
    }

    @Test
    void events_that_the_kernel_dropped_may_have_been_of_the_device() {
        assertEquals(
                "DEVICE -",
                of(
                        "netlink receive error No buffer space available (105)",
                        "Cannot open netlink socket: Protocol not supported"));
    }
}
