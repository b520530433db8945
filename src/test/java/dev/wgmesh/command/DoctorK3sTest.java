package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.CommandFixture.CommandOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor --k3s} says of the files in examples/k3s, and of others. */
class DoctorK3sTest {
    private static final Path EXAMPLES = Path.of("examples/k3s");
    private static final String CONFIG = "/etc/rancher/k3s/config.yaml";

    @TempDir Path folder;
    private ExaminedNode examined;

    @BeforeEach
    void healthy() throws IOException {
        examined = new ExaminedNode(folder);
    }

    /** Writes the unit as k3s installs it, with these flags. */
    private void unit(String name, String flags) throws IOException {
        examined.write(
                "/etc/systemd/system/" + name,
                """
                [Unit]
                Wants=network-online.target
                After=network-online.target

                [Service]
                ExecStart=/usr/local/bin/k3s \\
                    %s \\

                """
                        .formatted(flags));
    }

    private void example(String name, String target) throws IOException {
        examined.write(target, Files.readString(EXAMPLES.resolve(name)));
    }

    @Test
    void a_server_with_the_files_of_the_example_is_clean() throws IOException {
        unit("k3s.service", "server");
        // only the drop-in orders the two
        Path own = folder.resolve("etc/systemd/system/wg-mesh@.service");
        Files.writeString(own, Files.readString(own).replace("Before=", "#Before="));
        assertTrue(examined.faults("--k3s").contains("k3s.service may start before"));
        example("order.conf", "/etc/systemd/system/k3s.service.d/wg-mesh.conf");
        examined.write("/run/systemd/netif/state", "");
        example("networkd.conf", "/etc/systemd/networkd.conf.d/wg-mesh.conf");
        example("server.yaml", CONFIG);
        CommandOutput shown = examined.doctor("--k3s");
        assertEquals(0, shown.exit());
        assertTrue(
                shown.out()
                        .endsWith(
                                """
                                ok       networkd    systemd-networkd keeps routes of others
                                ok       units       wg-mesh@.service starts at boot, in order
                                ok       k3s         node-ip 10.0.0.1 is in the mesh
                                ok       k3s         flannel-iface wg0
                                ok       k3s         flannel-backend vxlan

                                17 ok
                                """),
                shown.out());
    }

    @Test
    void an_agent_with_the_file_of_the_example_is_clean() throws IOException {
        unit("k3s-agent.service", "agent");
        example("order.conf", "/etc/systemd/system/k3s-agent.service.d/wg-mesh.conf");
        // the example has the address of another node
        String agent = Files.readString(EXAMPLES.resolve("agent.yaml"));
        examined.write(CONFIG, agent.replace("node-ip: 10.0.0.2", "node-ip: 10.0.0.1"));
        assertEquals("0\n", examined.faults("--k3s"));
        examined.write(CONFIG, agent);
        assertEquals(
                """
                1
                failed   k3s         node-ip 10.0.0.2 is not a mesh address of this node
                         fix: in /etc/rancher/k3s/config.yaml: node-ip: 10.0.0.1
                """,
                examined.faults());
    }

    @Test
    void each_example_is_checked_here() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            assertEquals(
                    "[agent.yaml, networkd.conf, order.conf, server.yaml]",
                    files.map(file -> file.getFileName().toString()).sorted().toList().toString());
        }
    }

    @Test
    void without_k3s_nothing_is_said_unless_it_is_required() {
        assertEquals("0\n", examined.faults());
        assertEquals(
                """
                1
                failed   k3s         /etc/rancher/k3s/config.yaml does not exist
                         fix: copy one of examples/k3s, and change its addresses
                """,
                examined.faults("--k3s"));
    }

    @Test
    void options_that_do_not_use_the_mesh_are_named() throws IOException {
        examined.write(CONFIG, "token: x\n");
        assertEquals(
                """
                1
                failed   k3s         has no node-ip: it takes the address of the default route
                         fix: in /etc/rancher/k3s/config.yaml: node-ip: 10.0.0.1
                failed   k3s         has no flannel-iface: it takes the one of the default route
                         fix: in /etc/rancher/k3s/config.yaml: flannel-iface: wg0
                """,
                examined.faults());
        var backends = new TreeMap<String, String>();
        for (String backend : new String[] {"wireguard-native", "host-gw", "other", "none"}) {
            examined.write(
                    CONFIG,
                    "node-ip: 10.0.0.1\nflannel-iface: eth0\nflannel-backend: " + backend + "\n");
            String faults = examined.faults();
            backends.put(
                    backend,
                    faults.replaceAll("\\n {12,}", " ").replaceAll("(?m)^ {9}fix.*\\n", ""));
        }
        assertEquals(
                Map.of(
                        "wireguard-native",
                        """
                        1
                        failed   k3s         flannel-iface is eth0, not wg0
                        failed   k3s         flannel-backend wireguard-native takes UDP port\
                         51820 of wg0
                        """,
                        "host-gw",
                        """
                        1
                        failed   k3s         flannel-iface is eth0, not wg0
                        failed   k3s         flannel-backend host-gw needs one LAN: wg0 drops it
                        """,
                        "other",
                        """
                        1
                        failed   k3s         flannel-iface is eth0, not wg0
                        warning  k3s         flannel-backend other is not known to work
                        """,
                        "none",
                        "0\n"),
                backends);
    }

    @Test
    void flags_of_the_unit_win_and_ranges_of_pods_are_compared() throws IOException {
        unit(
                "k3s.service",
                "server '--node-ip' '10.0.0.1' --flannel-iface=wg0 --cluster-cidr 10.0.0.0/24");
        examined.write(CONFIG, "node-ip: 192.0.2.1\nlabels:\n  a: b\n");
        assertEquals(
                """
                1
                failed   pools       pool 10.0.0.0/16 overlaps 10.0.0.0/24 of pods and services
                                     of k3s, where a.example.com has an address
                         fix: choose another range: wg-mesh set-policy _p2p.example.com --pool CIDR, or renumber 10.0.0.0/24 of pods and services of k3s
                failed   k3s         /etc/rancher/k3s/config.yaml:3: is not key: value or a
                                     list, and is not read
                         fix: write one key: value a line
                """,
                examined.faults());
    }
}
