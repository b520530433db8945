package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PskSecret;
import dev.wgmesh.mesh.PresharedKeys;
import dev.wgmesh.model.PskMode;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.net.Lab;
import dev.wgmesh.testing.net.LabNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The attackers of SECURITY.md against two nodes whose session is up: each writes the zone as he
 * likes, and has a machine with WireGuard that knows the keys of both nodes.
 */
@Execution(ExecutionMode.CONCURRENT)
class AttackerIT {
    private static final Duration ANSWER = Duration.ofSeconds(5);

    @TempDir Path folder;
    private final PrivateKey attacker = PrivateKey.generate(new SecureRandom());
    private LabMesh mesh;
    private String honest = "";

    @BeforeEach
    void pair() throws Exception {
        Lab lab = Lab.open();
        String records =
                """
                node-a A 198.51.100.1
                node-b A 198.51.100.2
                node-c A 192.0.2.3
                """;
        // node-c is a member without a machine
        mesh = new LabMesh(lab, folder, records, "node-a", "node-b", "node-c");
        honest = Files.readString(zone());
        lab.net("public", "198.51.100.0/24");
        for (String node : List.of("node-a", "node-b")) {
            String address = node.equals("node-a") ? "198.51.100.1" : "198.51.100.2";
            lab.node(node).attach("public", address, "--default", "198.51.100.254");
        }
        attackersMachine(lab.node("attacker").attach("public", "198.51.100.66"));
        for (String node : List.of("node-a", "node-b")) {
            mesh.apply(node);
        }
        assertPairAnswers("at first");
    }

    @AfterEach
    void end() {
        mesh.close();
    }

    private Path zone() {
        return folder.resolve("zones/example.com.zone");
    }

    private void attackersMachine(LabNode machine) throws IOException {
        machine.wireguard("wg0");
        Path key = Files.writeString(folder.resolve("attacker.key"), attacker.reveal());
        mesh.shell(
                "attacker",
                "wg set wg0 private-key %s listen-port 51820 peer %s allowed-ips %s/32 peer %s allowed-ips %s/32"
                        .formatted(
                                key,
                                mesh.key("node-a").publicKey(),
                                mesh.address("node-a"),
                                mesh.key("node-b").publicKey(),
                                mesh.address("node-b")));
    }

    /** Returns the packets that the attacker could decrypt. */
    private String received() {
        return mesh.shell("attacker", "cat /sys/class/net/wg0/statistics/rx_packets").strip();
    }

    private boolean answers(String from, String to) {
        return mesh.lab().at(from).reaches(mesh.address(to), ANSWER);
    }

    private void assertPairAnswers(String when) {
        assertTrue(answers("node-a", "node-b"), when + state());
        assertTrue(answers("node-b", "node-a"), when + state());
    }

    private String state() {
        return "\n" + mesh.shell("node-a", "wg show; ip route") + mesh.shell("node-b", "wg show");
    }

    /** Writes the zone, and runs a pass on both nodes; one that the zone leaves out refuses it. */
    private void write(UnaryOperator<String> change) throws Exception {
        Files.writeString(zone(), change.apply(honest));
        for (String node : List.of("node-a", "node-b")) {
            try {
                mesh.tryApply(node, Optional.empty());
            } catch (Failure refused) {
                assertEquals(Failure.Kind.UNREADABLE, refused.kind(), refused.toString());
            }
        }
    }

    /** Returns the records of a member node-m whose key is the attacker's. */
    private String member(String... lines) {
        var records = new StringBuilder("_p2p TXT \"node-m.example.com\"\n");
        records.append("node-m A 198.51.100.66\n");
        records.append("_wireguard.node-m TXT \"" + attacker.publicKey() + "\"\n");
        for (String line : lines) {
            records.append(line).append('\n');
        }
        return records.toString();
    }

    private String withoutPolicy() {
        return honest.replaceAll("(?m)^_policy.*\n", "");
    }

    private void assertNothingTaken(String spoof, UnaryOperator<String> change) throws Exception {
        write(change);
        assertPairAnswers(spoof);
        assertEquals("0", received(), spoof);
    }

    /** Plays every spoof but that of a member's key. */
    private void assertNothingTakenByAnyClaim() throws Exception {
        String everything =
                member(
                        "_wireguard.node-m A 10.0.0.1",
                        "_wireguard.node-m A 10.0.0.2",
                        "_wireguard.node-m A 198.51.100.2",
                        "_wireguard.node-m A 198.51.100.254",
                        "_meta._wireguard.node-m TXT \"next-key=%s\""
                                .formatted(mesh.key("node-b").publicKey()),
                        "_meta._wireguard.node-m TXT \"net=10.0.0.0/24\"",
                        "_meta._wireguard.node-m TXT \"net=10.0.0.2/32\"",
                        "_meta._wireguard.node-m TXT \"net=198.51.100.0/24\"",
                        "_meta._wireguard.node-m TXT \"net=0.0.0.0/1\"");
        String copiedKey =
                member("_wireguard.node-m A 10.0.0.66")
                        .replace("node-m", "node-n")
                        .replace(
                                attacker.publicKey().base64(),
                                mesh.key("node-b").publicKey().base64());
        assertNothingTaken(
                "claims, endpoints and a copied key",
                zone ->
                        zone.replaceAll("(?m)^(node-. A ).*", "$1198.51.100.66")
                                + everything
                                + copiedKey);
        assertNothingTaken(
                "a policy that allows everything",
                _ -> withoutPolicy() + "_policy._p2p TXT \"pool=0.0.0.0/0\"\n" + everything);
        assertNothingTaken(
                "a list without the others",
                zone ->
                        zone.replaceAll("(?m)^_p2p TXT \"node-[bc].*\n", "")
                                + member("_wireguard.node-m A 10.0.0.2"));
    }

    private String withAnotherKeyOfNodeB() {
        return honest.replace(
                        mesh.key("node-b").publicKey().base64(), attacker.publicKey().base64())
                .replace("node-b A 198.51.100.2", "node-b A 198.51.100.66");
    }

    @Test
    void with_a_policy_alone_claims_take_nothing_and_another_key_takes_the_place_of_a_member()
            throws Exception {
        assertNothingTakenByAnyClaim();
        write(_ -> withAnotherKeyOfNodeB());
        mesh.lab().at("node-a").reaches(mesh.address("node-b"), Duration.ofSeconds(2));
        assertTrue(Integer.parseInt(received()) > 0, state());
    }

    @Test
    void with_a_policy_and_a_psk_the_writer_of_the_whole_zone_gets_no_packet_of_a_pair()
            throws Exception {
        PskSecret secret = PskSecret.generate(new SecureRandom());
        mesh.protect(PresharedKeys.of(PskMode.REQUIRED, List.of(secret)), true);
        for (String node : List.of("node-a", "node-b")) {
            mesh.apply(node);
        }
        assertPairAnswers("with a preshared key");
        assertTrue(mesh.shell("node-a", "wg show wg0 preshared-keys").contains("="), state());
        assertNothingTakenByAnyClaim();
        assertNothingTaken("another key, pinned", _ -> withAnotherKeyOfNodeB());
        mesh.protect(PresharedKeys.of(PskMode.REQUIRED, List.of(secret)), false);
        write(_ -> withAnotherKeyOfNodeB());
        mesh.lab().at("node-a").reaches(mesh.address("node-b"), Duration.ofSeconds(2));
        assertEquals("0", received(), state());
    }
}
