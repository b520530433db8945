package dev.wgmesh.diagnosis;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The machine around a mesh.
 *
 * @param clockSynchronized whether its clock is synchronised
 * @param sockets at the UDP port that this node should have
 * @param firewall its nftables
 * @param sysctls by name, such as {@code net.ipv4.ip_forward}; left out: not there
 * @param probes packets of several sizes through the tunnel, to a few members
 */
public record HostFacts(
        Fact<Boolean> clockSynchronized,
        Fact<List<UdpSocket>> sockets,
        Fact<PacketFilter> firewall,
        Map<String, String> sysctls,
        Services services,
        Fact<List<MtuProbe>> probes) {
    public HostFacts {
        sysctls = Map.copyOf(sysctls);
    }

    /** Returns whether a sysctl is 1. */
    boolean isOn(String sysctl) {
        return "1".equals(sysctls.get(sysctl));
    }

    /**
     * A UDP socket.
     *
     * @param owner the program and its process, or the WireGuard interface
     */
    public record UdpSocket(int port, String owner) {
        /** How the owner of a port begins that is a WireGuard interface. */
        public static final String WIREGUARD = "WireGuard interface ";
    }

    /**
     * The services that have to do with a mesh.
     *
     * @param networkd settings of systemd-networkd; empty: it does not run
     * @param units by name, of those that are installed
     * @param enabled units that start at boot
     * @param k3s empty: not installed
     */
    public record Services(
            Optional<SystemdSettings> networkd,
            Map<String, SystemdSettings> units,
            List<String> enabled,
            Optional<K3sSettings> k3s) {
        public Services {
            units = Map.copyOf(units);
            enabled = List.copyOf(enabled);
        }
    }
}
