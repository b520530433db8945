package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.cli.Streams.StandardStream;
import dev.wgmesh.process.Programs.ProgramResult;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.MeshFixture;
import dev.wgmesh.testing.ScriptedPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output and exit codes of {@code doctor}, with scripted tools and files. */
class DoctorCommandTest {
    @TempDir Path folder;
    private ExaminedNode examined;
    private ScriptedNode node;

    @BeforeEach
    void healthy() throws IOException {
        examined = new ExaminedNode(folder);
        node = examined.node;
    }

    @Test
    void a_healthy_node_is_all_ok() {
        CommandOutput shown = examined.doctor();
        assertEquals(
                """
                wg0 in _p2p.example.com

                ok       interface   wg0 is up, MTU 1420, 1 peer
                ok       port        listens on UDP port 51820
                ok       dns         _p2p.example.com has 2 members
                ok       key         this node is a.example.com
                ok       members     1 of 1 have a session
                ok       clock       synchronised
                ok       resolver    192.0.2.53
                ok       pools       10.0.0.0/16 is in no other network of this machine
                ok       firewall    lets UDP port 51820 in
                ok       mtu         packets of 1420 octets reach b.example.com
                ok       rp_filter   strict on no interface of the mesh
                ok       ip_forward  not needed: no relay, and no net behind this node
                ok       networkd    systemd-networkd does not run
                ok       units       wg-mesh@.service starts at boot, in order

                14 ok
                """,
                shown.out());
        assertEquals(0, shown.exit());
    }

    @Test
    void before_apply_has_run_the_machine_alone_is_checked() throws IOException {
        node.programs =
                new ScriptedPrograms()
                        .network("[]", "[]")
                        .prints("ss ", "UNCONN 0 0 *:51820 *:* users:((\"named\",pid=7,fd=3))\n");
        examined.tools();
        assertEquals(
                """
                1
                failed   interface   wg7 does not exist
                         fix: wg-mesh apply MESH --key FILE
                failed   port        UDP port 51820 is taken by named (process 7)
                         fix: end it, or choose another port: wg-mesh set HOST --endpoint ADDRESS:51821
                skipped  dns         no mesh is named, and apply has not run on wg7
                skipped  key         this node has no key: name it with --key FILE
                skipped  members     the interface does not exist
                skipped  pools       the mesh could not be read
                skipped  mtu         no member has a session
                skipped  ip_forward  this node is not known to be a member
                """,
                examined.faults("-i", "wg7"));
    }

    @Test
    void a_port_that_another_program_has_is_named() {
        examined.device(ExaminedNode.dump("a", 40000), ExaminedNode.WG0, "");
        node.programs
                .prints("wg show all listen-port", "wg0\t40000\nflannel-wg\t51820\n")
                .prints("ss ", "UNCONN 0 0 *:51820 *:*\n");
        assertEquals(
                """
                1
                failed   port        wg0 listens on UDP port 40000, but members send to port
                                     51820, which is taken by WireGuard interface flannel-wg
                         fix: end it, or publish the port: wg-mesh set a.example.com --endpoint ADDRESS:40000
                """,
                examined.faults());
        examined.device(ExaminedNode.dump("a", 40000), ExaminedNode.WG0, "");
        assertEquals(
                """
                1
                failed   port        wg0 listens on UDP port 40000, but members send to port
                                     51820
                         fix: wg set wg0 listen-port 51820
                """,
                examined.faults());
        examined.device(ExaminedNode.dump("a", 51820), ExaminedNode.WG0, "");
        node.programs
                .prints("wg show all listen-port", "wg0\t51820\nflannel-wg\t51820\n")
                .prints("ss ", "UNCONN 0 0 *:51820 *:* users:((\"wireguard-go\",pid=7,fd=3))\n");
        assertEquals(
                """
                0
                warning  port        UDP port 51820 is also wanted by WireGuard interface
                                     flannel-wg
                         fix: end it, or choose another port: wg-mesh set a.example.com --endpoint ADDRESS:51821
                """,
                examined.faults());
    }

    @Test
    void a_key_that_is_not_in_dns_is_named() {
        examined.device(ExaminedNode.dump("z", 51820), ExaminedNode.WG0, "");
        String a = MeshFixture.key("a").toString();
        String z = MeshFixture.key("z").toString();
        assertEquals(
                """
                1
                failed   key         a.example.com has the key
                                     %s in DNS, and
                                     wg0 has %s
                         fix: publish its key: wg-mesh rotate a.example.com
                skipped  members     this node is not known to be a member
                skipped  mtu         no member has a session
                skipped  ip_forward  this node is not known to be a member
                """
                        .formatted(a, z),
                examined.faults());
    }

    @Test
    void networks_of_this_machine_inside_the_pool_are_named() {
        String docker =
                """
                ,{"ifname":"docker0","flags":["UP"],"mtu":1500,
                  "addr_info":[{"family":"inet","local":"10.0.0.129","prefixlen":25}]}
                ,{"ifname":"br-0123456789ab","flags":["UP"],"mtu":1500,
                  "addr_info":[{"family":"inet","local":"10.0.0.14","prefixlen":28}]}
                """;
        examined.device(ExaminedNode.dump("a", 51820), ExaminedNode.WG0, docker);
        assertEquals(
                """
                1
                warning  pools       pool 10.0.0.0/16 overlaps the network 10.0.0.128/25 of
                                     docker0
                         fix: choose another range: wg-mesh set-policy _p2p.example.com --pool CIDR, or renumber the network 10.0.0.128/25 of docker0
                failed   pools       pool 10.0.0.0/16 overlaps the network 10.0.0.0/28 of
                                     br-0123456789ab, where a.example.com has an address
                         fix: choose another range: wg-mesh set-policy _p2p.example.com --pool CIDR, or renumber the network 10.0.0.0/28 of br-0123456789ab
                """,
                examined.faults().replaceAll("(?m)^(.*10.0.0.0/28(.*\n){3})(.*(.*\n){3})", "$3$1"));
    }

    @Test
    void a_pool_over_the_ranges_of_k3s_is_named() throws IOException {
        Path file = folder.resolve("zones/example.com.zone");
        Files.writeString(
                file, Files.readString(file).replace("pool=10.0.0.0/16", "pool=10.0.0.0/10"));
        assertEquals(
                """
                0
                warning  pools       pool 10.0.0.0/10 overlaps 10.42.0.0/16 of pods and services
                                     of k3s
                         fix: choose another range: wg-mesh set-policy _p2p.example.com --pool CIDR, or renumber 10.42.0.0/16 of pods and services of k3s
                warning  pools       pool 10.0.0.0/10 overlaps 10.43.0.0/16 of pods and services
                                     of k3s
                         fix: choose another range: wg-mesh set-policy _p2p.example.com --pool CIDR, or renumber 10.43.0.0/16 of pods and services of k3s
                """,
                examined.faults());
    }

    @Test
    void a_firewall_that_drops_the_port_is_named() {
        node.device(ExaminedNode.B, true);
        node.programs
                .prints("timedatectl", "yes\n")
                .prints(
                        "nft -j list ruleset",
                        """
                        {"nftables": [
                          {"chain": {"family": "inet", "table": "filter", "name": "input",
                            "type": "filter", "hook": "input", "prio": 0, "policy": "drop"}}]}
                        """);
        assertEquals(
                """
                1
                failed   firewall    chain inet filter input drops UDP port 51820
                         fix: nft insert rule inet filter input udp dport 51820 accept
                """,
                examined.faults());
    }

    @Test
    void sizes_that_are_lost_are_found_by_packets() {
        var lost = new ProgramResult(1, "2 packets transmitted, 0 received", "", false);
        for (int size : List.of(1420, 1412, 1400, 1392)) {
            node.programs.answers("ping -4 -n -q -M do -c 2 -i 0.2 -W 1 -s " + (size - 28), lost);
        }
        assertEquals(
                """
                1
                failed   mtu         packets of 1380 octets reach b.example.com, packets of 1420
                                     octets (the MTU) do not
                         fix: ip link set wg0 mtu 1380
                """,
                examined.faults());
        node.device(ExaminedNode.B, true);
        examined.tools();
        node.programs.answers("ping", lost);
        assertEquals(
                """
                0
                warning  mtu         b.example.com does not answer pings
                         fix: wg-mesh why b.example.com --ping
                """,
                examined.faults());
        node.device(ExaminedNode.B, true);
        examined.tools();
        node.programs.prints(
                "ip -json -details -force -batch -",
                """
                [{"ifname":"eth0","flags":["UP"],"mtu":1400,"addr_info":[]}]
                [{"dst":"203.0.113.202","dev":"eth0"}]
                """);
        assertEquals(
                """
                0
                warning  mtu         packets to b.example.com are fragmented: the MTU is 1420,
                                     the path carries 1340
                         fix: ip link set wg0 mtu 1340
                """,
                examined.faults());
    }

    @Test
    void a_relay_and_a_router_of_nets_must_forward() throws IOException {
        Path file = folder.resolve("zones/example.com.zone");
        String text = Files.readString(file);
        Files.writeString(
                file,
                text.replace(
                        "\"site=home\"", "\"site=home\"\n_meta._wireguard.a TXT \"relay=yes\""));
        String relay =
                """
                1
                failed   ip_forward  this node is a relay, and does not forward IPv4
                         fix: sysctl -w net.ipv4.conf.wg0.forwarding=1
                """;
        assertEquals(relay, examined.faults());
        examined.write("/proc/sys/net/ipv4/conf/wg0/forwarding", "1\n");
        assertEquals("0\n", examined.faults());
        Files.writeString(
                file,
                text.replace("\"site=home\"", "\"net=192.168.7.0/24\"")
                        .replace("pool=10.0.0.0/16", "pool=10.0.0.0/16 allow=192.168.7.0/24"));
        assertEquals(
                """
                1
                failed   ip_forward  this node has nets behind it, and does not forward IPv4
                         fix: sysctl -w net.ipv4.ip_forward=1
                """,
                examined.faults());
        examined.write("/proc/sys/net/ipv4/ip_forward", "1\n");
        assertEquals("0\n", examined.faults());
    }

    @Test
    void a_clock_that_is_wrong_is_named() {
        node.device(ExaminedNode.B, true);
        node.programs
                .prints("timedatectl", "no\n")
                .prints("nft -j list ruleset", "{\"nftables\": []}");
        assertEquals(
                """
                0
                warning  clock       is not synchronised
                         fix: timedatectl set-ntp true
                """,
                examined.faults());
        // a session renews its handshake within two minutes: one ahead of the clock is none
        node.now = Instant.parse("2026-01-01T00:00:00Z");
        assertEquals(
                """
                1
                warning  members     1 of 1 do not answer: b.example.com
                         fix: wg-mesh why b.example.com
                failed   clock       it is set to 2026-01-01T00:00:00Z, before the last pass or
                                     handshake at 2026-01-02T03:04:05Z
                         fix: timedatectl set-ntp true
                skipped  mtu         no member has a session
                """,
                examined.faults());
    }

    @Test
    void a_resolver_inside_the_mesh_is_named() throws IOException {
        examined.write("/etc/resolv.conf", "nameserver 10.0.0.2\n");
        assertEquals(
                """
                0
                warning  resolver    10.0.0.2 is reached only through wg0: without the mesh DNS
                                     does not answer, and apply has only the mesh that it saved
                         fix: add one outside of the mesh to /etc/resolv.conf
                """,
                examined.faults());
        examined.write("/etc/resolv.conf", "nameserver 10.0.0.2\nnameserver 192.0.2.53\n");
        assertEquals("0\n", examined.faults());
    }

    /** The table of --table. Another table of somebody else says nothing about the mesh. */
    @Test
    void routes_in_the_table_of_the_mesh_are_examined_like_those_of_the_main_table()
            throws IOException {
        examined.write("/etc/resolv.conf", "nameserver 10.0.0.2\n");
        examined.device(
                ExaminedNode.dump("a", 51820),
                ExaminedNode.WG0,
                List.of(
                        """
                        {"dst":"10.0.0.2","dev":"wg0","protocol":"87","table":"100"}\
                        """,
                        """
                        {"dst":"10.0.64.0/24","dev":"eth0","protocol":"4","table":"100"}\
                        """,
                        """
                        {"dst":"10.0.65.0/24","dev":"eth0","protocol":"4","table":"101"}\
                        """));
        assertEquals(
                """
                0
                warning  resolver    10.0.0.2 is reached only through wg0: without the mesh DNS
                                     does not answer, and apply has only the mesh that it saved
                         fix: add one outside of the mesh to /etc/resolv.conf
                warning  pools       pool 10.0.0.0/16 overlaps the route 10.0.64.0/24 dev eth0
                         fix: choose another range: wg-mesh set-policy _p2p.example.com --pool CIDR, or renumber the route 10.0.64.0/24 dev eth0
                """,
                examined.faults());
    }

    @Test
    void networkd_that_removes_foreign_routes_is_named() throws IOException {
        examined.write("/run/systemd/netif/state", "");
        examined.write("/etc/systemd/networkd.conf", "[Network]\n#ManageForeignRoutes=no\n");
        assertEquals(
                """
                0
                warning  networkd    systemd-networkd removes what it did not make when it
                                     restarts: ManageForeignRoutes,
                                     ManageForeignRoutingPolicyRules
                         fix: mkdir -p /etc/systemd/networkd.conf.d && printf '[Network]\\nManageForeignRoutes=no\\nManageForeignRoutingPolicyRules=no\\n' > /etc/systemd/networkd.conf.d/wg-mesh.conf
                """,
                examined.faults());
        String keep = "[Network]\nManageForeignRoutes=no\nManageForeignRoutingPolicyRules=no\n";
        examined.write("/etc/systemd/networkd.conf.d/wg-mesh.conf", keep);
        assertEquals("0\n", examined.faults());
        examined.write(
                "/etc/systemd/networkd.conf.d/x.conf", "[Network]\nManageForeignRoutes=yes\n");
        assertEquals("0\nwarning  networkd", examined.faults().substring(0, 19));
    }

    @Test
    void a_unit_that_starts_at_the_wrong_time_is_named() throws IOException {
        examined.write("/etc/systemd/system/wg-mesh@.service", "[Unit]\nAfter=network.target\n");
        examined.write(
                "/usr/lib/systemd/system/k3s.service", "[Unit]\nAfter=network-online.target\n");
        examined.write("/etc/rancher/k3s/config.yaml", "node-ip: 10.0.0.1\nflannel-iface: wg0\n");
        Files.delete(
                folder.resolve(
                        "etc/systemd/system/multi-user.target.wants/wg-mesh@_p2p.example.com.service"));
        assertEquals(
                """
                1
                warning  units       wg-mesh@.service has no After=network-online.target
                         fix: systemctl edit wg-mesh@.service: in [Unit], After=network-online.target
                warning  units       wg-mesh@.service has no Wants=network-online.target
                         fix: systemctl edit wg-mesh@.service: in [Unit], Wants=network-online.target
                failed   units       k3s.service may start before wg-mesh@.service
                         fix: systemctl edit wg-mesh@.service: in [Unit], Before=k3s.service
                warning  units       wg-mesh@.service does not start at boot
                         fix: systemctl enable wg-mesh@_p2p.example.com.service
                """,
                examined.faults());
    }

    @Test
    void what_cannot_be_examined_is_skipped_with_the_reason() {
        node.device(ExaminedNode.B, true);
        node.programs
                .fails("timedatectl", 1, "System has not been booted with systemd")
                .fails("nft", 1, "Operation not permitted (you must be root)")
                .fails("ping", 127, "ping: not permitted");
        assertEquals(
                """
                0
                skipped  clock       timedatectl show --property=NTPSynchronized --value:
                                     failed: System has not been booted with systemd
                skipped  firewall    nft -j list ruleset: failed: Operation not permitted (you
                                     must be root)
                skipped  mtu         ping -4 -n -q -M do -c 2 -i 0.2 -W 1 -s 1392 10.0.0.2:
                                     failed: ping: not permitted
                """,
                examined.faults());
    }

    @Test
    void without_dns_the_saved_mesh_is_checked() throws IOException {
        Files.delete(folder.resolve("zones/example.com.zone"));
        String dns = examined.faults().replaceAll("\\s+", " ");
        String where = folder.resolve("zones") + "/";
        assertEquals(
                "1 failed dns _p2p.example.com PTR: its zone is not in "
                        + where
                        + " fix: give its folder (--zones DIR), or a resolver (--resolver HOST) ",
                dns);
    }

    @Test
    void colours_say_how_bad_a_result_is() {
        node.device(ExaminedNode.B, true);
        node.programs.prints("timedatectl", "no\n").fails("nft", 1, "not permitted");
        CommandOutput shown =
                node.run(
                        node.fixture().environment("TERM", "xterm").terminals(StandardStream.OUT),
                        "doctor",
                        "--zones",
                        "zones");
        assertEquals(
                """
                \u001b[33mwarning\u001b[0m  clock       is not synchronised
                         fix: timedatectl set-ntp true
                \u001b[2mskipped\u001b[0m  firewall    nft -j list ruleset: failed: not permitted
                \u001b[33m1 warning\u001b[0m, \u001b[2m1 skipped\u001b[0m, \u001b[32m12 ok\u001b[0m
                """,
                String.join(
                                "\n",
                                shown.out()
                                        .lines()
                                        .filter(it ->
                                                it.contains("fix") || it.matches(".*\\[(33|2)m.*"))
                                        .toList())
                        + "\n");
    }
}
