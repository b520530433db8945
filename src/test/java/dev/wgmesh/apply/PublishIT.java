package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.MainProcess;
import dev.wgmesh.testing.dns.RealServer;
import dev.wgmesh.testing.dns.TestKey;
import dev.wgmesh.testing.net.FinishedProcess;
import dev.wgmesh.testing.net.Lab;
import dev.wgmesh.testing.net.NodePrograms;
import dev.wgmesh.testing.net.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code publish} on a public member that sees one behind NAT, with a key that may write no other
 * names than docs/node.md lists, at BIND and at Knot.
 */
class PublishIT {
    private static final Duration START = Duration.ofSeconds(20);
    private static final String POLICY =
            """
            update-policy {
                grant wg-mesh name node-a.example.com. A AAAA;
                grant wg-mesh name _wireguard._udp.node-a.example.com. SRV;
                grant wg-mesh name _reflexive._wireguard.node-b.example.com. SRV;
                grant wg-mesh name wg-reflexive.node-b.example.com. A AAAA;
            };
            """;
    private static final String ACL =
            """
            acl:
              - id: publish
                key: wg-mesh
                action: update
                update-owner: name
                update-owner-match: equal
                update-owner-name: [node-a, _wireguard._udp.node-a, _reflexive._wireguard.node-b, wg-reflexive.node-b]
                update-type: [A, AAAA, SRV]
            """;

    @TempDir Path folder;
    private LabMesh mesh;

    @BeforeEach
    void session() throws Exception {
        mesh = new LabMesh(Lab.of("homes"), folder, "node-a A 198.51.100.10\n", "node-a", "node-b");
        mesh.apply("node-a");
        mesh.apply("node-b");
        mesh.assertPings("node-b", "node-a");
        TestKey.KNOWN.write(folder);
    }

    @AfterEach
    void end() {
        mesh.close();
    }

    /** The zone of the mesh, in which node-a does not say where it is yet. */
    private String zone() throws IOException {
        return Files.readString(folder.resolve("zones/example.com.zone"))
                .replace("node-a A 198.51.100.10\n", "");
    }

    /** Moves node-b behind another public address, and waits until node-a sees it there. */
    private void move() {
        mesh.lab()
                .at("home-b")
                .exec(
                        "sh",
                        "-ec",
                        "ip addr del 203.0.113.2/28 dev transit\n"
                                + "ip addr add 203.0.113.5/28 dev transit\n"
                                + "ip route add default via 203.0.113.1")
                .requireSuccess();
        mesh.shell("node-b", "until ping -n -c 1 -W 1 10.0.0.1 >/dev/null; do :; done");
        mesh.shell(
                "node-a", "until wg show wg0 endpoints | grep -qF 203.0.113.5; do sleep 0.1; done");
    }

    @Test
    void bind_takes_what_has_changed_from_a_key_for_these_names_alone() throws Exception {
        Files.writeString(folder.resolve("example.com.zone"), zone());
        Files.writeString(
                folder.resolve("named.conf"),
                """
                key wg-mesh { algorithm hmac-sha256; secret "%s"; };
                options { directory "%s"; listen-on { 127.0.0.1; }; listen-on-v6 { none; };
                  pid-file none; session-keyfile none; recursion no; notify no; };
                controls { };
                zone "example.com" { type primary; file "example.com.zone"; check-names ignore;
                  allow-transfer { none; }; %s };
                """
                        .formatted(TestKey.KNOWN.secret(), folder, POLICY));
        try (RunningProcess named =
                mesh.lab()
                        .at("node-a")
                        .start("named", "-g", "-c", folder.resolve("named.conf").toString())) {
            named.await(START, said -> said.err().contains(" running"));
            assertEquals(
                    """
                    node-b.example.com: published 203.0.113.2:51820
                    node-a.example.com: published 198.51.100.10:51820, [2001:db8:a::10]:51820
                    """,
                    byMain("--self").requireSuccess());
            assertEquals(
                    "0 0 51820 wg-reflexive.node-b.example.com.\n203.0.113.2\n198.51.100.10\n",
                    mesh.shell(
                            "node-a",
                            "dig @127.0.0.1 +short"
                                    + " _reflexive._wireguard.node-b.example.com SRV"
                                    + " wg-reflexive.node-b.example.com A node-a.example.com A"));
            String serial = mesh.shell("node-a", "dig @127.0.0.1 +short example.com SOA");
            assertEquals("in sync with what this node sees\n", byMain("--self").requireSuccess());
            assertEquals(serial, mesh.shell("node-a", "dig @127.0.0.1 +short example.com SOA"));
            move();
            assertEquals(
                    "node-b.example.com: published 203.0.113.5:51820\n",
                    byMain("--self").requireSuccess());
        }
    }

    private FinishedProcess byMain(String... options) {
        List<String> words =
                new MainProcess(folder)
                        .commandLine(
                                "publish",
                                "_p2p.example.com",
                                "--server",
                                "127.0.0.1",
                                "--tsig-key-file",
                                folder.resolve("tsig.key").toString(),
                                "--state-dir",
                                folder.resolve("receipts").toString());
        words.addAll(List.of(options));
        return mesh.lab().at("node-a").exec(words.toArray(String[]::new));
    }

    @Test
    void knot_takes_them_too_and_a_key_for_fewer_names_is_refused() throws Exception {
        String hosted = "zone:\n  - domain: example.com\n    file: example.com.zone\n    acl: ";
        try (RealServer knot =
                RealServer.knotdWith(
                        Map.of("example.com", zone()), key() + ACL + hosted + "publish\n")) {
            CommandOutput shown = publish(knot, "--self");
            assertEquals(0, shown.exit(), shown.err() + knot.log());
            assertEquals(2, shown.out().lines().count(), shown.out());
            assertEquals("in sync with what this node sees\n", publish(knot, "--self").out());
        }
        String fewer = ACL.replace("wg-reflexive.node-b", "wg-reflexive.node-c");
        try (RealServer knot =
                RealServer.knotdWith(
                        Map.of("example.com", zone()), key() + fewer + hosted + "publish\n")) {
            CommandOutput shown = publish(knot, "");
            assertEquals(4, shown.exit(), shown.err());
            assertTrue(shown.err().contains("no rule allows this request"), shown.err());
        }
    }

    private static String key() {
        return "key:\n  - id: wg-mesh\n    algorithm: hmac-sha256\n    secret: "
                + TestKey.KNOWN.secret()
                + "\n";
    }

    private CommandOutput publish(RealServer server, String options) {
        String line =
                "publish _p2p.example.com --server 127.0.0.1:%d --tsig-key-file tsig.key %s"
                        .formatted(server.address().getPort(), options);
        return new CommandFixture(folder)
                .clock(InstantSource.system())
                .programs(new NodePrograms(mesh.lab().at("node-a"), true))
                .run(line.strip().split(" +"));
    }
}
