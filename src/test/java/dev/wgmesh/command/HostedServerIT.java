package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.dns.FreePort;
import dev.wgmesh.testing.dns.RealServer;
import dev.wgmesh.testing.dns.TestKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands against zones that BIND hosts, by flags and by wg-mesh.toml; needs BIND. */
class HostedServerIT {
    private static final String TRANSFERS =
            "check-names ignore; allow-transfer { key " + TestKey.KNOWN.name() + "; };";
    private static final String QUESTIONS = "check-names ignore;";
    private static final String KEY = PrivateKey.generate(new Random(1)).publicKey().base64();

    @TempDir Path folder;

    @BeforeEach
    void key() throws IOException {
        TestKey.KNOWN.write(folder);
    }

    private static RealServer named(String options) throws IOException {
        return RealServer.namedUpdated(
                Map.of(
                        "example.com", Files.readString(Path.of("zones/example.com.zone")),
                        "example.net", Files.readString(Path.of("zones/example.net.zone"))),
                options);
    }

    private static String at(RealServer server) {
        return "127.0.0.1:" + server.address().getPort();
    }

    private CommandOutput run(String line) {
        return new CommandFixture(folder).clock(InstantSource.system()).run(line.split(" "));
    }

    private CommandOutput done(String line) {
        CommandOutput shown = run(line);
        assertEquals(0, shown.exit(), line + "\n" + shown.err());
        return shown;
    }

    @Test
    void a_mesh_is_read_changed_and_judged_on_its_server_by_transfer_or_by_questions()
            throws Exception {
        String here = new CommandFixture(Path.of("")).run("list", "--zones", "zones").out();
        for (String options : List.of(TRANSFERS, QUESTIONS)) {
            try (RealServer server = named(options)) {
                String flags = " --server " + at(server) + " --tsig-key-file tsig.key";
                CommandOutput list = done("list _p2p.example.com" + flags);
                assertEquals(here, list.out());
                assertEquals("records: the server " + at(server) + "\n", list.err());
                assertTrue(
                        done("show node-c.example.net --mesh _p2p.example.com" + flags)
                                .out()
                                .contains("10.0.0.3"));
                assertEquals("10.0.0.4\n", firstLine(done("allocate _p2p.example.com" + flags)));
                assertEquals(
                        "node-d.example.com joined _p2p.example.com: 10.0.0.4\nPublicKey = "
                                + KEY
                                + "\n",
                        done("join node-d.example.com --endpoint 203.0.113.204 --public-key "
                                        + KEY
                                        + flags)
                                .out());
                assertTrue(done("list _p2p.example.com" + flags).out().contains("node-d"));
                done("init _p2p.lab.example.net --pool 10.9.0.0/24" + flags);
                String judged =
                        done("validate example.com" + flags + " --rule D011=off --rule K010=off")
                                .out();
                assertTrue(judged.startsWith("no findings in "), judged);
                assertTrue(
                        done("validate _p2p.example.com"
                                        + flags
                                        + " --rule D011=off --rule K010=off")
                                .out()
                                .startsWith("no findings in "));
            }
        }
    }

    private static String firstLine(CommandOutput shown) {
        return shown.out().lines().findFirst().orElse("") + "\n";
    }

    @Test
    void wg_mesh_toml_says_which_zone_is_where() throws Exception {
        try (RealServer server = named(QUESTIONS)) {
            Path zones = Files.createDirectory(folder.resolve("zones"));
            Files.copy(Path.of("zones/example.net.zone"), zones.resolve("example.net.zone"));
            Files.writeString(
                    folder.resolve("wg-mesh.toml"),
                    """
                    [zone."example.com"]
                    server = "%s"
                    tsig-key-file = "tsig.key"
                    """
                            .formatted(at(server)));
            CommandOutput list = done("list");
            assertTrue(list.out().contains("node-c.example.net  10.0.0.3"), list.out());
            assertEquals(
                    "records: the server "
                            + at(server)
                            + "\nrecords: the zone files of "
                            + zones
                            + "\n",
                    list.err());
            done("join node-d.example.com --public-key " + KEY);
            assertTrue(done("list").out().contains("node-d.example.com"));
            done(
                    "join node-e.example.net --mesh _p2p.example.com --public-key "
                            + PrivateKey.generate(new Random(2)).publicKey().base64());
            assertTrue(Files.readString(zones.resolve("example.net.zone")).contains("node-e"));
            assertTrue(done("list").out().contains("node-e.example.net  10.0.0.5"));
            Files.delete(folder.resolve("tsig.key"));
            CommandOutput without = run("list _p2p.example.com");
            assertEquals(3, without.exit(), without.err());
            assertTrue(without.err().contains("tsig.key"), without.err());
        }
    }

    @Test
    void a_server_that_cannot_be_asked_is_reported_once_and_nothing_is_printed() throws Exception {
        String nobody = "127.0.0.1:" + FreePort.next();
        CommandOutput list = run("list _p2p.example.com --server " + nobody);
        assertEquals(3, list.exit(), list.err());
        assertEquals("", list.out());
        CommandOutput join = run("join x.example.com --public-key " + KEY + " --server " + nobody);
        assertEquals(3, join.exit(), join.err());
        CommandOutput judged = run("validate example.com --server " + nobody);
        assertEquals(3, judged.exit(), judged.out());
    }

    @Test
    void transfers_are_for_reading_only() throws Exception {
        try (RealServer server = named(TRANSFERS)) {
            String flags = " --axfr " + at(server) + " --tsig-key-file tsig.key";
            assertEquals(
                    "records: transfers from " + at(server) + "\n",
                    done("list _p2p.example.com" + flags).err());
            CommandOutput join = done("join node-d.example.com --public-key " + KEY + flags);
            assertTrue(join.out().contains("_wireguard.node-d.example.com."), join.out());
            assertTrue(!done("list _p2p.example.com" + flags).out().contains("node-d"));
            assertTrue(
                    done("validate example.com" + flags + " --rule D011=off --rule K010=off")
                            .out()
                            .startsWith("no findings in "));
        }
        try (RealServer server = named(QUESTIONS)) {
            CommandOutput list =
                    run("list _p2p.example.com --axfr " + at(server) + " --tsig-key-file tsig.key");
            assertEquals(3, list.exit(), list.err());
            assertTrue(list.err().contains("refuses to transfer example.com"), list.err());
        }
    }

    @Test
    void a_name_of_another_server_is_asked_of_a_resolver_if_one_is_given() throws Exception {
        String com = Files.readString(Path.of("zones/example.com.zone"));
        String net = Files.readString(Path.of("zones/example.net.zone"));
        try (RealServer one = RealServer.namedUpdated(Map.of("example.com", com), TRANSFERS);
                RealServer other = RealServer.namedUpdated(Map.of("example.net", net), QUESTIONS)) {
            String flags = " --server " + at(one) + " --tsig-key-file tsig.key";
            CommandOutput alone = done("list _p2p.example.com" + flags);
            assertTrue(alone.out().contains("node-c.example.net  ?  "), alone.out());
            assertTrue(
                    alone.err()
                            .contains(
                                    "_wireguard.node-c.example.net TXT: its zone is not in the"
                                            + " server "
                                            + at(one)),
                    alone.err());
            CommandOutput both = done("list _p2p.example.com" + flags + " --resolver " + at(other));
            assertTrue(both.out().contains("node-c.example.net  10.0.0.3"), both.out());
            assertEquals(
                    0,
                    run("validate example.com"
                                    + flags
                                    + " --resolver "
                                    + at(other)
                                    + " --rule D011=off --rule K010=off")
                            .exit());
        }
    }

    @Test
    void two_joins_at_once_lose_nothing() throws Exception {
        try (RealServer server = named(TRANSFERS)) {
            String flags = " --server " + at(server) + " --tsig-key-file tsig.key";
            var joins = new ArrayList<Thread>();
            for (int n = 0; n < 4; n++) {
                String key = PrivateKey.generate(new Random(n)).publicKey().base64();
                String line = "join m" + n + ".example.com --public-key " + key + flags;
                joins.add(Thread.ofPlatform().start(() -> done(line)));
            }
            for (Thread join : joins) {
                join.join();
            }
            String list = done("list _p2p.example.com" + flags).out();
            assertEquals(8, list.lines().count(), list);
            assertEquals(8, list.lines().map(line -> line.split(" +")[1]).distinct().count(), list);
        }
    }

    @Test
    void a_zone_that_is_transferred_is_judged_as_a_whole() throws Exception {
        String com =
                Files.readString(Path.of("zones/example.com.zone"))
                        + "_wireguard.stray IN TXT \""
                        + KEY
                        + "\"\n"
                        + "_wireguard.stray IN A 10.0.0.77\n";
        String off = " --rule D011=off --rule K010=off --rule M008=off";
        for (String options : List.of(TRANSFERS, QUESTIONS)) {
            try (RealServer server = RealServer.namedUpdated(Map.of("example.com", com), options)) {
                String flags = " --server " + at(server) + " --tsig-key-file tsig.key" + off;
                for (String subject : List.of("example.com", "_p2p.example.com")) {
                    String told = run("validate " + subject + flags).out();
                    assertEquals(options.equals(TRANSFERS), told.contains("M004: no list"), told);
                }
            }
        }
    }
}
