package dev.wgmesh.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.testing.MainProcess;
import dev.wgmesh.testing.net.Lab;
import dev.wgmesh.testing.net.LabNode;
import dev.wgmesh.testing.net.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two homes behind NAT, whose LANs have one prefix, and a public member that observes them. */
class ObserverIT {
    private static final Duration MEETING = Duration.ofSeconds(60);
    private static final Duration ABSENCE = Duration.ofSeconds(3);

    @TempDir Path folder;
    private final List<RunningProcess> running = new ArrayList<>();
    private Lab lab;

    @BeforeEach
    void homes() {
        lab = Lab.of("homes");
    }

    @AfterEach
    void end() {
        running.forEach(RunningProcess::close);
        lab.close();
    }

    private void zone(String observer) throws IOException {
        var zone =
                new StringBuilder(
                        """
                        $ORIGIN example.com.
                        $TTL 300
                        @ SOA ns1 hostmaster 1 3600 900 604800 60
                        @ NS ns1
                        ns1 A 192.0.2.53
                        _policy._p2p TXT "pool=10.0.0.0/24"
                        _policy._p2p TXT "pool=fd00::/64"
                        node-a A 198.51.100.10
                        """);
        zone.append(observer);
        for (String name : List.of("a", "b", "c")) {
            PrivateKey key = PrivateKey.generate(new SecureRandom());
            Path file = folder.resolve("node-" + name + ".key");
            Files.writeString(file, key.reveal() + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            zone.append("_p2p TXT \"node-" + name + ".example.com\"\n");
            zone.append("_wireguard.node-" + name + " TXT \"" + key.publicKey() + "\"\n");
            zone.append("_wireguard.node-" + name + " A 10.0.0." + name.charAt(0) % 16 + "\n");
            zone.append("_wireguard.node-" + name + " AAAA fd00::" + name.charAt(0) % 16 + "\n");
        }
        Files.createDirectory(folder.resolve("zones"));
        Files.writeString(folder.resolve("zones/example.com.zone"), zone);
    }

    private RunningProcess watch(String name) {
        RunningProcess process =
                lab.at(name)
                        .start(
                                new MainProcess(folder)
                                        .commandLine(
                                                "apply",
                                                "_p2p.example.com",
                                                "--watch",
                                                "--zones",
                                                folder.resolve("zones").toString(),
                                                "--key",
                                                folder.resolve(name + ".key").toString(),
                                                "--state-dir",
                                                folder.resolve("state-" + name).toString())
                                        .toArray(String[]::new));
        running.add(process);
        return process;
    }

    private String said(RunningProcess process) {
        return process.outputSoFar().toString();
    }

    private String digs(String from, String words) {
        return lab.at(from).exec("sh", "-c", "dig +time=2 +tries=1 " + words).toString();
    }

    @Test
    void two_homes_meet_at_the_endpoints_that_an_observer_sees() throws IOException {
        zone("_meta._wireguard.node-a TXT \"observe=yes\"\n");
        RunningProcess a = watch("node-a");
        RunningProcess b = watch("node-b");
        RunningProcess c = watch("node-c");
        LabNode home = lab.at("node-b");
        assertTrue(
                home.reaches("10.0.0.3", MEETING),
                () -> said(a) + said(b) + said(c) + home.exec("wg", "show"));
        assertTrue(home.reaches("fd00::3", ABSENCE));
        assertTrue(lab.at("node-c").reaches("10.0.0.2", ABSENCE));
        String endpoints = home.exec("wg", "show", "wg0", "endpoints").requireSuccess();
        assertTrue(endpoints.contains("203.0.113.3:51820"), endpoints);

        // The observer answers members through the tunnel, about endpoints and nothing else.
        String srv = "_reflexive._wireguard.node-c.example.com SRV";
        assertTrue(
                digs("node-b", "@10.0.0.1 +short " + srv)
                        .contains("0 0 51820 wg-reflexive.node-c"));
        assertTrue(digs("node-b", "@fd00::1 +tcp +short " + srv).contains("wg-reflexive.node-c"));
        assertTrue(
                digs("node-b", "@10.0.0.1 +short wg-reflexive.node-c.example.com A")
                        .contains("203.0.113.3"));
        assertTrue(digs("node-b", "@10.0.0.1 node-c.example.com A").contains("REFUSED"));
        assertTrue(digs("node-b", "@198.51.100.10 " + srv).contains("no servers could be reached"));
        lab.at("internet").exec("ip", "route", "add", "10.0.0.1", "via", "198.51.100.10");
        assertTrue(digs("internet", "@10.0.0.1 " + srv).contains("timed out"));

        // A pair that is up stays up without the observer.
        a.stop();
        lab.at("node-a").exec("ip", "link", "del", "wg0");
        assertTrue(home.reaches("10.0.0.3", ABSENCE));
    }

    @Test
    void without_an_observer_two_homes_do_not_meet() throws IOException {
        zone("");
        watch("node-a");
        watch("node-b");
        watch("node-c");
        assertTrue(lab.at("node-b").reaches("10.0.0.1", MEETING));
        assertTrue(lab.at("node-c").reaches("10.0.0.1", MEETING));
        assertFalse(lab.at("node-b").reaches("10.0.0.3", ABSENCE));
        assertEquals(
                "(none)",
                lab.at("node-b")
                        .exec(
                                "sh",
                                "-c",
                                "wg show wg0 endpoints | grep -c none | sed s/1/'(none)'/")
                        .requireSuccess()
                        .strip());
    }
}
