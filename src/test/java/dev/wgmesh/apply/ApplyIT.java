package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.device.Device;
import dev.wgmesh.device.DeviceFactory;
import dev.wgmesh.dns.MeshReader;
import dev.wgmesh.dns.ZoneFolder;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.net.Lab;
import dev.wgmesh.testing.net.LabNode;
import dev.wgmesh.testing.net.NodePrograms;
import dev.wgmesh.testing.net.PingLoss;
import dev.wgmesh.testing.net.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A mesh from zone files in namespaces, each node configured by passes only: a public, b and d on
 * one LAN, c behind NAT.
 */
@Execution(ExecutionMode.CONCURRENT)
class ApplyIT {
    private static final MeshName MESH = new MeshName("_p2p.example.com");
    private static final List<String> NAMES = List.of("node-a", "node-b", "node-c", "node-d");

    @TempDir Path folder;
    private final List<String> log = new ArrayList<>();
    private LabMesh mesh;
    private Lab lab;

    @BeforeEach
    void zones() throws IOException {
        lab = Lab.of("mesh");
        mesh =
                new LabMesh(
                        lab,
                        folder,
                        """
                        node-a A 198.51.100.10
                        node-b A 192.168.1.2
                        node-b A 203.0.113.202
                        _meta._wireguard.node-c TXT "nat=yes"
                        node-d A 192.168.1.4
                        node-d A 203.0.113.204
                        """,
                        NAMES.toArray(String[]::new));
    }

    @AfterEach
    void end() {
        mesh.close();
    }

    private PrivateKey key(String name) {
        return mesh.key(name);
    }

    private Device device(String name, boolean root) {
        return DeviceFactory.system(
                "wg0",
                new NodePrograms(lab.at(name), root),
                (changes, command) -> log.add((changes ? "! " : "? ") + command.get()),
                folder.resolve("none"));
    }

    private StateFolder states(String name) {
        return new StateFolder(folder.resolve(name));
    }

    private PassResult apply(String name, Optional<PathMode> paths, boolean root)
            throws InterruptedException {
        return apply(name, paths, root, "zones");
    }

    private PassResult apply(String name, Optional<PathMode> paths, boolean root, String zones)
            throws InterruptedException {
        var options =
                new PassOptions(
                        paths,
                        false,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        false,
                        false);
        var request =
                new PassRequest(
                        MESH,
                        "wg0",
                        Optional.of(key(name)),
                        Optional.empty(),
                        options,
                        PassRequest.DEFAULT_MAX_STALE);
        MeshSource source = mesh -> MeshReader.read(ZoneFolder.open(folder.resolve(zones)), mesh);
        var pass =
                new Pass(
                        source,
                        device(name, root),
                        states(name),
                        InstantSource.system(),
                        new WakeupSignal());
        return pass.run(request);
    }

    private PassResult apply(String name) throws InterruptedException {
        PassResult result = apply(name, Optional.empty(), true);
        assertEquals(List.of(), result.failed());
        return result;
    }

    @Test
    void each_reaches_each_and_a_settled_pass_runs_no_changing_command() throws Exception {
        for (String name : NAMES) {
            apply(name);
        }
        for (String from : NAMES) {
            for (String to : NAMES) {
                if (!from.equals(to)) {
                    mesh.assertPings(from, to);
                }
            }
        }
        for (String name : NAMES) {
            apply(name);
        }
        assertTrue(
                mesh.route("node-b", "node-d").contains(" dev office "),
                mesh.route("node-b", "node-d"));
        assertTrue(
                mesh.route("node-a", "node-d").contains(" dev wg0 "),
                mesh.route("node-a", "node-d"));
        mesh.assertPings("node-b", "node-d");
        log.clear();
        for (String name : NAMES) {
            PassResult result = apply(name);
            assertTrue(result.isEmpty(), () -> name + " " + result.plans());
        }
        assertEquals(List.of(), log.stream().filter(c -> c.startsWith("!")).toList());
        assertFalse(log.isEmpty());
    }

    @Test
    void a_ping_through_twenty_further_passes_loses_nothing() throws Exception {
        for (String name : List.of("node-a", "node-b", "node-d", "node-b", "node-a")) {
            apply(name);
        }
        mesh.assertPings("node-b", "node-a");
        mesh.assertPings("node-b", "node-d");
        try (RunningProcess tunnel = lab.at("node-b").start("ping", "-i", "0.2", "10.0.0.1");
                RunningProcess direct = lab.at("node-b").start("ping", "-i", "0.2", "10.0.0.4")) {
            for (int i = 0; i < 10; i++) {
                apply("node-b");
                apply("node-a");
            }
            for (RunningProcess ping : List.of(tunnel, direct)) {
                PingLoss.assertNone(ping);
            }
        }
    }

    @Test
    void two_ends_that_decide_differently_reach_each_other_both_ways() throws Exception {
        for (int round = 0; round < 2; round++) {
            apply("node-b");
            apply("node-d", Optional.of(PathMode.TUNNEL), true);
        }
        apply("node-b");
        assertFalse(
                mesh.route("node-b", "node-d").contains("dev wg0"), mesh.route("node-b", "node-d"));
        assertTrue(
                mesh.route("node-d", "node-b").contains("dev wg0"), mesh.route("node-d", "node-b"));
        mesh.assertPings("node-b", "node-d");
        mesh.assertPings("node-d", "node-b");
    }

    @Test
    void one_end_that_sees_a_lan_address_and_one_that_sees_none_reach_each_other()
            throws Exception {
        String text = Files.readString(folder.resolve("zones/example.com.zone"));
        Files.createDirectory(folder.resolve("older"));
        Files.writeString(
                folder.resolve("older/example.com.zone"),
                text.replace("node-b A 192.168.1.2\n", ""));
        for (int round = 0; round < 2; round++) {
            apply("node-b");
            apply("node-d", Optional.empty(), true, "older");
        }
        mesh.assertPings("node-b", "node-d");
        mesh.assertPings("node-d", "node-b");
        apply("node-b");
        apply("node-d", Optional.empty(), true, "older");
        mesh.assertPings("node-b", "node-d");
        mesh.assertPings("node-d", "node-b");
    }

    @Test
    void after_a_reboot_without_dns_the_mesh_works_again() throws Exception {
        for (String name : List.of("node-a", "node-b", "node-d", "node-b", "node-d")) {
            apply(name);
        }
        Files.createDirectory(folder.resolve("no-zones"));
        lab.at("node-b").exec("ip", "link", "del", "wg0").requireSuccess();
        for (int round = 0; round < 2; round++) {
            PassResult result = apply("node-b", Optional.empty(), true, "no-zones");
            assertEquals(List.of(), result.failed());
            assertTrue(result.savedMesh().isPresent());
        }
        mesh.assertPings("node-b", "node-a");
        mesh.assertPings("node-b", "node-d");
        mesh.assertPings("node-d", "node-b");
        assertEquals(Optional.empty(), apply("node-b").savedMesh());
    }

    @Test
    void down_removes_exactly_what_wg_mesh_created() throws Exception {
        LabNode node = lab.at("node-a");
        String everything = "ip -o addr; ip route; ip -6 route; wg show all dump";
        String before = node.exec("sh", "-c", everything).requireSuccess();
        apply("node-a");
        assertFalse(
                new TearDown(device("node-a", true), states("node-a")).run(MESH, "wg0").isEmpty());
        assertEquals(before, node.exec("sh", "-c", everything).requireSuccess());
    }

    /** An interface as wg-quick leaves it: a peer that is a member, and a phone, with secrets. */
    private String manualInterface(String name, String member, String presharedKey)
            throws IOException {
        device(name, true).create(key(name), 51820, Optional.empty());
        LabNode node = lab.at(name);
        node.exec("ip", "addr", "add", mesh.address(name) + "/24", "dev", "wg0").requireSuccess();
        Files.writeString(folder.resolve("psk"), presharedKey);
        String phone = PrivateKey.generate(new SecureRandom()).publicKey().base64();
        for (String peer : List.of(key(member).publicKey().base64(), phone)) {
            String ips =
                    peer.equals(phone) ? "10.9.0.1/32" : mesh.address(member) + "/32,10.7.0.0/24";
            node.exec(
                            "wg",
                            "set",
                            "wg0",
                            "peer",
                            peer,
                            "preshared-key",
                            folder.resolve("psk").toString(),
                            "allowed-ips",
                            ips,
                            "persistent-keepalive",
                            "15")
                    .requireSuccess();
        }
        return phone;
    }

    @Test
    void an_interface_with_preshared_keys_is_used_and_left_as_it_was() throws Exception {
        String presharedKey = PrivateKey.generate(new SecureRandom()).reveal() + "\n";
        String phone = manualInterface("node-a", "node-b", presharedKey);
        manualInterface("node-b", "node-a", presharedKey);
        String everything =
                "ip -o addr; ip route; wg show wg0 allowed-ips | sort;"
                        + " wg show wg0 preshared-keys | sort;"
                        + " wg show wg0 persistent-keepalive | sort";
        LabNode node = lab.at("node-a");
        String before = node.exec("sh", "-c", everything).requireSuccess();
        for (String name : List.of("node-a", "node-b")) {
            PassResult result = apply(name);
            assertTrue(
                    result.last().messages().notices().toString().contains("has a preshared key"),
                    () -> result.last().messages().toString());
        }
        mesh.assertPings("node-a", "node-b");
        assertTrue(apply("node-a").isEmpty());
        String peers = node.exec("wg", "show", "wg0", "allowed-ips").requireSuccess();
        assertTrue(peers.contains(key("node-b").publicKey() + "\t10.0.0.2/32\n"), peers);
        assertTrue(peers.contains(phone + "\t10.9.0.1/32\n"), peers);
        String state = Files.readString(states("node-a").file(MESH, "wg0"));
        assertFalse(state.contains(presharedKey.strip()));
        new TearDown(device("node-a", true), states("node-a")).run(MESH, "wg0");
        assertEquals(before, node.exec("sh", "-c", everything).requireSuccess());
    }

    @Test
    void down_leaves_a_foreign_peer_and_a_foreign_route() throws Exception {
        LabNode node = lab.at("node-a");
        String stranger = PrivateKey.generate(new SecureRandom()).publicKey().base64();
        apply("node-a");
        node.exec("wg", "set", "wg0", "peer", stranger, "allowed-ips", "10.9.0.1/32")
                .requireSuccess();
        node.exec("ip", "route", "add", "10.9.0.1/32", "dev", "wg0", "proto", "87")
                .requireSuccess();
        PassResult result = apply("node-a");
        assertTrue(result.isEmpty());
        assertTrue(result.last().messages().notices().toString().contains(stranger));
        TearDown.Result down =
                new TearDown(device("node-a", true), states("node-a")).run(MESH, "wg0");
        assertTrue(down.plan().notices().toString().contains(stranger));
        assertEquals(stranger, node.exec("wg", "show", "wg0", "peers").requireSuccess().strip());
        assertEquals(
                "10.9.0.1 dev wg0 scope link",
                node.exec("ip", "route", "show", "proto", "87").requireSuccess().strip());
        assertEquals(
                "", node.exec("ip", "-4", "-o", "addr", "show", "dev", "wg0").requireSuccess());
    }

    @Test
    void a_user_who_may_do_nothing_is_reported_and_nothing_is_changed() {
        String before = lab.at("node-a").exec("ip", "-o", "link").requireSuccess();
        Failure failure =
                assertThrows(Failure.class, () -> apply("node-a", Optional.empty(), false));
        assertTrue(failure.problems().toString().contains("run as root"), failure.toString());
        assertEquals(before, lab.at("node-a").exec("ip", "-o", "link").requireSuccess());
    }

    @Test
    void a_user_who_may_not_read_the_interface_is_reported() throws Exception {
        apply("node-a");
        Failure failure =
                assertThrows(Failure.class, () -> apply("node-a", Optional.empty(), false));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
    }
}
