package dev.wgmesh.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The fix of an error says what helps. */
class ToolErrorTest {
    private static String text(String command, String err) {
        return ToolError.of(command, 2, err).toString();
    }

    @Test
    void a_machine_without_ipv6_is_told_how_to_switch_it_on() {
        assertEquals(
                "ip addr add fd00::2/128 dev wg0 nodad: failed: ipv6: IPv6 is disabled on this"
                        + " device.; enable IPv6 on the interface: sysctl -w"
                        + " net.ipv6.conf.wg0.disable_ipv6=0",
                text(
                        "ip addr add fd00::2/128 dev wg0 nodad",
                        "Error: ipv6: IPv6 is disabled on this device.\n"));
        assertEquals(
                "ip route add fd00::1/128 dev wg0 proto 87: failed: Operation not supported; use a"
                        + " kernel that supports it; IPv6 needs one that was not started with"
                        + " ipv6.disable=1",
                text(
                        "ip route add fd00::1/128 dev wg0 proto 87",
                        "RTNETLINK answers: Operation not supported\n"));
    }

    @Test
    void a_kernel_without_wireguard_needs_another_or_wireguard_go() {
        assertEquals(
                "ip link add dev wg0 type wireguard: failed: Unknown device type.; install"
                        + " wireguard-go, or a kernel with WireGuard",
                text("ip link add dev wg0 type wireguard", "Error: Unknown device type.\n"));
    }
}
