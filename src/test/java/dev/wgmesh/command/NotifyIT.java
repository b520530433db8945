package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.testing.MainProcess;
import dev.wgmesh.testing.dns.TestKey;
import dev.wgmesh.testing.net.FinishedProcess;
import dev.wgmesh.testing.net.Lab;
import dev.wgmesh.testing.net.LabNode;
import dev.wgmesh.testing.net.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A watching node whose next reading is an hour away: BIND, and then Knot in its place, report each
 * change of the zone with a signed NOTIFY.
 */
class NotifyIT {
    private static final Duration START = Duration.ofSeconds(60);

    /** For a message that a busy machine delays; the interval of the node is an hour. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final String SERVER = "192.0.2.53";

    @TempDir Path folder;
    private Lab lab;
    private LabNode dns;
    private LabNode stranger;
    private RunningProcess watch;

    @BeforeEach
    void network() throws IOException {
        lab = Lab.open();
        lab.net("lan", "192.0.2.0/24");
        dns = lab.node("dns").attach("lan", SERVER);
        stranger = lab.node("stranger").attach("lan", "192.0.2.99");
        LabNode node = lab.node("node-a").attach("lan", "192.0.2.1");
        TestKey.KNOWN.write(folder);
        PrivateKey key = PrivateKey.generate(new SecureRandom());
        Path file = folder.resolve("wg0.key");
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, key.reveal() + "\n");
        Files.writeString(
                folder.resolve("example.com.zone"),
                """
                $ORIGIN example.com.
                $TTL 86400
                @ SOA ns1 hostmaster 1 3600 900 604800 86400
                @ NS ns1
                ns1 A 192.0.2.53
                _policy._p2p TXT "pool=10.0.0.0/24"
                _p2p TXT "node-a.example.com"
                _wireguard.node-a TXT "%s"
                _wireguard.node-a A 10.0.0.1
                """
                        .formatted(key.publicKey()));
        Files.writeString(folder.resolve("named.conf"), named());
        Files.writeString(folder.resolve("knot.conf"), knot());
        try (RunningProcess _ = bind()) {
            watch =
                    node.start(
                            new MainProcess(folder)
                                    .commandLine(
                                            "apply",
                                            "_p2p.example.com",
                                            "--watch",
                                            "--server",
                                            SERVER,
                                            "--tsig-key-file",
                                            folder.resolve("tsig.key").toString(),
                                            "--listen-notify",
                                            "192.0.2.1",
                                            "--key",
                                            file.toString(),
                                            "--state-dir",
                                            folder.resolve("state").toString())
                                    .toArray(String[]::new));
            awaitSync(1);
            add("node-b", "10.0.0.2");
            awaitSync(2);
        }
    }

    @AfterEach
    void end() {
        lab.close();
        watch.close();
    }

    private String named() {
        return """
        key wg-mesh { algorithm hmac-sha256; secret "%s"; };
        options { directory "%s"; listen-on { %s; }; listen-on-v6 { none; }; pid-file none;
          session-keyfile none; recursion no; notify explicit; notify-delay 0; };
        controls { };
        zone "example.com" { type primary; file "example.com.zone"; check-names ignore;
          allow-update { key wg-mesh; }; allow-transfer { key wg-mesh; };
          also-notify { 192.0.2.1 key wg-mesh; }; };
        """
                .formatted(TestKey.KNOWN.secret(), folder, SERVER);
    }

    private String knot() {
        return """
        server:
          rundir: "FOLDER"
          listen: SERVER@53
        database:
          storage: "FOLDER"
        log:
          - target: stderr
            any: info
        key:
          - id: wg-mesh
            algorithm: hmac-sha256
            secret: SECRET
        remote:
          - id: node
            address: 192.0.2.1
            key: wg-mesh
        acl:
          - id: rule
            key: wg-mesh
            action: [update, transfer]
        zone:
          - domain: example.com
            storage: "FOLDER"
            file: example.com.zone
            notify: node
            acl: rule
        """
                .replace("FOLDER", folder.toString())
                .replace("SERVER", SERVER)
                .replace("SECRET", TestKey.KNOWN.secret());
    }

    private RunningProcess bind() {
        RunningProcess server =
                dns.start("named", "-g", "-c", folder.resolve("named.conf").toString());
        server.await(START, said -> said.err().contains(" running"));
        return server;
    }

    /** Waits until the node has answered that many changes, its start among them. */
    private void awaitSync(int times) {
        watch.await(SOON, said -> said.err().split("in sync with DNS", -1).length > times);
    }

    /** Adds a member by a signed update, of which only the server hears. */
    private void add(String name, String address) {
        String lines =
                """
                server %1$s
                check-names no
                zone example.com
                key hmac-sha256:wg-mesh %2$s
                update add _wireguard.%3$s.example.com 86400 TXT "%4$s"
                update add _wireguard.%3$s.example.com 86400 A %5$s
                update add _p2p.example.com 86400 TXT %3$s.example.com
                send
                """
                        .formatted(
                                SERVER,
                                TestKey.KNOWN.secret(),
                                name,
                                PrivateKey.generate(new SecureRandom()).publicKey(),
                                address);
        try (RunningProcess nsupdate = dns.startWith(lines, "nsupdate")) {
            nsupdate.end(START).requireSuccess();
        }
    }

    private static String notify(String options) {
        return "dig @192.0.2.1 +opcode=notify +norec +tries=1 +time=1 %s example.com SOA"
                .formatted(options);
    }

    private static FinishedProcess run(LabNode from, String line) {
        return from.exec("sh", "-c", line);
    }

    @Test
    void a_change_at_bind_or_knot_is_read_at_once_and_others_are_ignored() throws Exception {
        assertTrue(watch.outputSoFar().out().contains("+ peer node-b.example.com"));
        // no server runs now: a reading would print that DNS cannot be read
        String before = watch.outputSoFar().toString();
        assertTrue(run(stranger, notify("")).out().contains("no servers could be reached"));
        assertTrue(run(stranger, notify("+tcp")).exit() != 0);
        FinishedProcess unsigned = run(dns, notify(""));
        assertFalse(unsigned.out().contains("status: NOERROR"), unsigned.out());
        Thread.sleep(Duration.ofSeconds(3));
        assertEquals(before, watch.outputSoFar().toString());
        // a copy that is newer than what the node has read: BIND may end before it writes its file
        Path zone = folder.resolve("example.com.zone");
        Files.writeString(
                zone,
                Files.readString(zone)
                        .replaceFirst("hostmaster[^\\n]*", "hostmaster 100 3600 900 604800 86400"));
        try (RunningProcess knot =
                dns.start("knotd", "-c", folder.resolve("knot.conf").toString())) {
            knot.await(START, said -> said.err().contains("server started"));
            add("node-c", "10.0.0.3");
            watch.await(SOON, said -> said.out().contains("+ peer node-c.example.com"));
        }
    }
}
