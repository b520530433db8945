package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.dns.RealServer;
import dev.wgmesh.testing.dns.TestKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member's life from join to leave, with its records in one zone or two, on BIND and Knot. */
class ProvisionIT {
    private static final String NEXT = PrivateKey.generate(new Random(7)).publicKey().base64();

    @TempDir Path folder;
    private String flags = "";

    @BeforeEach
    void key() throws IOException {
        TestKey.KNOWN.write(folder);
    }

    /** The example zones with TTLs that a test can wait for. */
    private static Map<String, String> zones() throws IOException {
        return Map.of(
                "example.com",
                Files.readString(Path.of("zones/example.com.zone")).replace("$TTL 300", "$TTL 1"),
                "example.net",
                Files.readString(Path.of("zones/example.net.zone")).replace("$TTL 300", "$TTL 1"));
    }

    @Test
    void a_member_joins_changes_rotates_leaves_and_is_rolled_back_on_bind() throws Exception {
        try (RealServer server = RealServer.namedUpdated(zones(), "check-names ignore;")) {
            live(server, "node-d.example.com", List.of());
        }
    }

    @Test
    void a_member_in_another_zone_than_its_mesh_on_bind() throws Exception {
        try (RealServer server = RealServer.namedUpdated(zones(), "check-names ignore;")) {
            live(server, "node-e.example.net", List.of("--mesh", "_p2p.example.com"));
        }
    }

    @Test
    void a_member_joins_changes_rotates_leaves_and_is_rolled_back_on_knot() throws Exception {
        try (RealServer server = RealServer.knotdUpdated(zones(), "update, transfer")) {
            live(server, "node-d.example.com", List.of());
        }
    }

    @Test
    void a_member_in_another_zone_than_its_mesh_on_knot() throws Exception {
        try (RealServer server = RealServer.knotdUpdated(zones(), "update, transfer")) {
            live(server, "node-e.example.net", List.of("--mesh", "_p2p.example.com"));
        }
    }

    @Test
    void a_sub_list_is_created_filled_and_left_by_questions_alone() throws Exception {
        String zone =
                Files.readString(Path.of("zones/example.com.zone"))
                        .replace("pool=10.0.0.0/24", "pool=10.0.0.0/16")
                        .replaceAll("(?m)^.*node-c.example.net.*\n", "");
        Map<String, String> zones = Map.of("example.com", zone);
        try (RealServer server = RealServer.namedUpdated(zones, "check-names ignore;")) {
            flags =
                    "--server 127.0.0.1:"
                            + server.address().getPort()
                            + " --tsig-key-file tsig.key";
            List<String> eu = List.of("--mesh", "_p2p.example.com", "--sublist", "eu");
            String[] pool = {"--pool", "10.0.7.0/24", "--ip", "auto"};
            CommandOutput refused = run("join", "x.eu.example.com", eu, "--public-key", NEXT);
            assertEquals(2, refused.exit(), refused.err());
            assertTrue(refused.err().contains("needs its own pool"), refused.err());
            done("join", "x.eu.example.com", eu, concat(pool, "--public-key", NEXT));
            assertTrue(line("x.eu.example.com").contains("10.0.7.1"), list());
            String other = PrivateKey.generate(new Random(8)).publicKey().base64();
            done("join", "y.eu.example.com", List.of(), "--public-key", other);
            assertTrue(line("y.eu.example.com").contains("10.0.7.2"), list());
            done("leave", "x.eu.example.com", List.of("--mesh", "_p2p.example.com"), "--yes");
            assertEquals("", line("x.eu.example.com"));
        }
    }

    private static String[] concat(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }

    private void live(RealServer server, String host, List<String> mesh) {
        flags = "--server 127.0.0.1:" + server.address().getPort() + " --tsig-key-file tsig.key";
        String before = list();
        String key = PrivateKey.generate(new Random(host.hashCode())).publicKey().base64();
        done("join", host, mesh, "--public-key", key, "--ttl", "1", "--receipt", "join.json");
        assertTrue(list().contains(host), list());
        done("join", host, mesh, "--public-key", key, "--receipt", "again.json");

        done("set", host, mesh, "--ip", "10.0.0.44", "--site", "lab", "--yes");
        assertTrue(line(host).contains("10.0.0.44"), line(host));
        assertTrue(line(host).contains("lab"), line(host));

        done("rotate", host, mesh, "--prepare", "--public-key", NEXT);
        done("rotate", host, mesh, "--commit", "--now", "--yes");
        assertTrue(line(host).endsWith(NEXT), line(host));

        String policy = "_p2p.example.com";
        done("set-policy", policy, List.of(), "--ttl", "60", "--yes", "--receipt", "policy.json");
        assertEquals(4, run("set-policy", policy, List.of(), "--pool", "10.9.0.0/24").exit());
        done("rollback", "policy.json", List.of(), "--yes", "--receipt", "policy-back.json");

        CommandOutput refused = run("rollback", "join.json", List.of(), "--yes");
        assertEquals(4, refused.exit(), refused.err());

        done("leave", host, mesh, "--yes", "--receipt", "leave.json");
        assertEquals(before, list());
        done("rollback", "leave.json", List.of(), "--yes", "--receipt", "back.json");
        assertTrue(line(host).contains("10.0.0.44"), line(host));
        assertTrue(line(host).endsWith(NEXT), line(host));
        done("leave", host, mesh, "--yes");
        assertEquals(before, list());
    }

    private String list() {
        return done("list", "_p2p.example.com", List.of()).out();
    }

    private String line(String host) {
        return list().lines().filter(line -> line.startsWith(host)).findFirst().orElse("");
    }

    private CommandOutput done(String command, String about, List<String> mesh, String... more) {
        CommandOutput shown = run(command, about, mesh, more);
        assertEquals(0, shown.exit(), command + " " + about + "\n" + shown.err());
        return shown;
    }

    private CommandOutput run(String command, String about, List<String> mesh, String... more) {
        List<String> words =
                Stream.of(
                                Stream.of(command, about),
                                mesh.stream(),
                                Stream.of(more),
                                Stream.of(flags.split(" ")))
                        .flatMap(parts -> parts)
                        .toList();
        return new CommandFixture(folder)
                .clock(InstantSource.system())
                .run(words.toArray(String[]::new));
    }
}
