package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.testing.MainProcess;
import dev.wgmesh.testing.net.FinishedProcess;
import dev.wgmesh.testing.net.Lab;
import dev.wgmesh.testing.net.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A member that publishes addresses which a node uses outside of the mesh, in a mesh without a
 * policy: the node's resolver behind a router, the client of the SSH session that the pass runs in,
 * a container, an address of another VPN.
 */
class AddressesInUseIT {
    private static final PrivateKey A = PrivateKey.generate(new SecureRandom());
    private static final PrivateKey M = PrivateKey.generate(new SecureRandom());
    private static final String ZONE =
            """
            $ORIGIN example.com.
            $TTL 300
            @ SOA ns1 hostmaster 1 3600 900 604800 60
            @ NS ns1
            ns1 A 192.0.2.53
            _p2p TXT "node-a.example.com"
            _p2p TXT "node-m.example.com"
            _wireguard.node-a TXT "%s"
            _wireguard.node-a A 10.0.0.1
            _wireguard.node-m TXT "%s"
            _wireguard.node-m A 10.0.0.66
            _wireguard.node-m A 10.53.0.7
            _wireguard.node-m A 10.53.0.53
            _wireguard.node-m A 100.101.102.103
            _wireguard.node-m A 172.17.0.9
            _meta._wireguard.node-m TXT "net=10.53.0.0/24"
            """
                    .formatted(A.publicKey(), M.publicKey());

    @TempDir Path folder;

    @Test
    void a_member_gets_none_of_the_addresses_that_the_pass_and_the_node_use() throws Exception {
        Files.createDirectory(folder.resolve("zones"));
        Files.writeString(folder.resolve("zones/example.com.zone"), ZONE);
        try (Lab lab = Lab.open()) {
            lab.net("home", "192.168.1.0/24");
            lab.net("corp", "10.53.0.0/24");
            lab.router("gw").attach("home", "192.168.1.254").attach("corp", "10.53.0.254");
            lab.node("node-a").attach("home", "192.168.1.1", "--default", "192.168.1.254");
            lab.node("dns").attach("corp", "10.53.0.53", "--default", "10.53.0.254");
            lab.at("node-a")
                    .exec(
                            "sh",
                            "-ec",
                            """
                            ip link add docker0 up type bridge
                            ip addr add 172.17.0.1/16 dev docker0
                            ip route add 100.101.102.103 dev docker0 table 52
                            """)
                    .requireSuccess();
            List<String> serve =
                    new MainProcess(folder)
                            .commandLine(
                                    "serve",
                                    folder.resolve("zones").toString(),
                                    "--listen",
                                    "10.53.0.53:53");
            try (RunningProcess server = lab.at("dns").start(serve.toArray(String[]::new))) {
                server.await(Duration.ofSeconds(30), said -> said.out().contains("10.53.0.53"));
                for (int pass = 0; pass < 2; pass++) {
                    assertNothingTaken(lab);
                }
            }
        }
    }

    private void assertNothingTaken(Lab lab) throws IOException {
        FinishedProcess applied = lab.at("node-a").exec("sh", "-c", script());
        assertEquals(0, applied.exit(), applied.err());
        for (String refused :
                List.of(
                        "10.53.0.7 is refused: it overlaps 10.53.0.7, the client of the current SSH"
                                + " session",
                        "10.53.0.53 is refused: it overlaps 10.53.0.53, a resolver of this node",
                        "100.101.102.103 is refused: it is in the destination of the route"
                                + " 100.101.102.103/32, which leads to interface docker0",
                        "172.17.0.9 is refused: it is in the destination of the route 172.17.0.0/16,"
                                + " which leads to interface docker0",
                        "10.53.0.0/24 is refused: it is a network, and no policy allows it")) {
            assertTrue(applied.err().contains(refused), refused + "\n" + applied.err());
        }
        assertEquals(
                M.publicKey() + "\t10.0.0.66/32\n",
                lab.at("node-a").exec("wg", "show", "wg0", "allowed-ips").out());
        assertTrue(
                lab.at("node-a").exec("ip", "route", "get", "10.53.0.53").out().contains(" home "));
    }

    /** Runs a pass as sudo does: the variable of sshd is with a parent process only. */
    private String script() throws IOException {
        Path key = folder.resolve("a.key");
        if (!Files.exists(key)) {
            Files.createFile(
                    key,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(key, A.reveal() + "\n");
        }
        List<String> apply =
                new MainProcess(folder)
                        .commandLine(
                                "apply",
                                "_p2p.example.com",
                                "--resolver",
                                "10.53.0.53",
                                "--key",
                                key.toString(),
                                "--state-dir",
                                folder.resolve("state").toString());
        return "SSH_CONNECTION='10.53.0.7 40000 192.168.1.1 22' sh -c 'env -u SSH_CONNECTION "
                + String.join(" ", apply)
                + "; exit $?'";
    }
}
