package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.CommandFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Joins that are refused: the messages, and that nothing is written. */
class JoinRefusedTest {
    private static final String COM = "zones/example.com.zone";

    @TempDir Path folder;
    private ExampleZones example = new ExampleZones(Path.of(""));
    private String before = "";

    @BeforeEach
    void copy() {
        example = ExampleZones.in(folder);
        before = example.text(COM);
    }

    @AfterEach
    void nothing_was_written() {
        assertEquals(before, example.text(COM));
        assertTrue(
                example.files().stream()
                        .noneMatch(name -> name.endsWith("node-d.example.com.key")));
    }

    private void told(int exit, String error, String... words) {
        CommandFixture.CommandOutput shown = new CommandFixture(folder).run(words);
        String said = shown.err().replace(folder.toString(), ".");
        String talk = "records: the zone files of ./zones\n";
        assertEquals(error, said.replace(talk, ""));
        assertEquals(exit, shown.exit());
        assertEquals("", shown.out());
    }

    @Test
    void a_host_name_with_spaces() {
        told(
                2,
                """
                error: wg-mesh join HOST: expected a host name such as node-a.example.com, got 'node d.example.com'
                  fix: see wg-mesh join --help
                """,
                "join",
                "node d.example.com");
    }

    @Test
    void a_host_name_whose_records_would_have_too_long_names() {
        String label = "a".repeat(60) + ".";
        String longest = label.repeat(3) + "b".repeat(36) + ".example.com";
        assertEquals(231, longest.length());
        told(
                2,
                """
                error: wg-mesh join HOST: expected a host name of at most 231 characters, got 232: the names of its records begin with _reflexive._wireguard
                  fix: see wg-mesh join --help
                """,
                "join",
                "c" + longest);
    }

    @Test
    void an_address_that_is_none_or_another_members() {
        told(
                2,
                """
                error: wg-mesh join --ip: expected auto or an IP address, got 'nonsense'
                  fix: see wg-mesh join --help
                """,
                "join",
                "node-d.example.com",
                "--ip",
                "nonsense");
        told(
                4,
                """
                error: --ip 10.0.0.2: belongs to node-b.example.com
                  fix: leave out --ip to get a free address
                """,
                "join",
                "node-d.example.com",
                "--ip",
                "10.0.0.2");
    }

    @Test
    void a_net_that_every_node_would_refuse() {
        told(
                4,
                """
                error: --net 10.0.0.128/25: overlaps the pool 10.0.0.0/24, and every node refuses it
                  fix: choose a network outside the pools
                """,
                "join",
                "node-d.example.com",
                "--net",
                "10.0.0.128/25");
        told(
                4,
                """
                error: --net 10.9.0.0/16: is not permitted by the policy
                  fix: the owner of the mesh decides which networks members may have: wg-mesh set-policy MESH --allow CIDR
                """,
                "join",
                "node-d.example.com",
                "--net",
                "10.9.0.0/16");
    }

    @Test
    void flags_that_are_out_of_range_or_contradict_each_other() {
        for (String flags :
                List.of(
                        "--nat perhaps",
                        "--ttl 0",
                        "--net 10.0.0.1/24",
                        "--public-key garbage",
                        "--endpoint garbage",
                        "--key x --public-key meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=",
                        "--pool nonsense")) {
            var shown = example.run("join node-d.example.com " + flags);
            assertEquals(2, shown.exit(), flags);
            assertTrue(
                    shown.err().matches("(?s)(records: .*\n)?error: .+: .+\n  fix: .+\n"),
                    shown.err());
        }
    }

    @Test
    void a_folder_that_does_not_exist_or_does_not_hold_the_zone() {
        told(
                3,
                """
                records: the zone files of ./nowhere
                error: ./nowhere: does not exist
                  fix: check the path
                """,
                "join",
                "node-d.example.com",
                "--zones",
                "nowhere");
        told(
                3,
                """
                error: _wireguard.node-d.example.org: has no zone file in ./zones
                  fix: name the folder of the zone: --zones DIR
                """,
                "join",
                "node-d.example.org",
                "--mesh",
                "_p2p.example.com");
        told(
                3,
                """
                error: _p2p.example.org TXT: its zone is not in ./zones/
                  fix: give its folder (--zones DIR), or a resolver (--resolver HOST)
                error: _policy._p2p.example.org TXT: its zone is not in ./zones/
                  fix: give its folder (--zones DIR), or a resolver (--resolver HOST)
                """,
                "join",
                "node-d.example.org");
    }

    @Test
    void a_mesh_that_nobody_created() {
        told(
                2,
                """
                error: _p2p.x.example.com: does not exist: no list and no policy
                  fix: create the mesh: wg-mesh init _p2p.x.example.com --pool 10.0.0.0/24
                """,
                "join",
                "node-d.example.com",
                "--mesh",
                "_p2p.x.example.com");
    }

    @Test
    void a_key_file_that_holds_none_or_cannot_be_read() throws IOException {
        example.write("bad.key", "garbage!\n");
        told(
                2,
                """
                error: ./bad.key: the private key is not base64
                  fix: create a key: wg-mesh keygen --out FILE
                """,
                "join",
                "node-d.example.com",
                "--key",
                "bad.key");
        Files.createDirectory(folder.resolve("folder"));
        told(
                3,
                """
                error: ./folder: is a directory
                  fix: give the path of a file
                """,
                "join",
                "node-d.example.com",
                "--key",
                "folder");
        told(
                3,
                """
                error: ./no/x.key: the folder ./no does not exist
                  fix: create the folder: mkdir -p -m 700 ./no
                """,
                "join",
                "node-d.example.com",
                "--key",
                "no/x.key");
    }

    @Test
    void a_key_that_others_can_read_is_warned_of() throws IOException {
        example.run("keygen --out a.key");
        Files.setPosixFilePermissions(
                folder.resolve("a.key"), PosixFilePermissions.fromString("rw-r--r--"));

        var shown = example.run("join node-d.example.com --key a.key -n");

        assertEquals(0, shown.exit());
        assertTrue(
                shown.err()
                        .contains(
                                """
                                warning: %1$s: other users can read this private key
                                  fix: chmod 600 %1$s
                                """
                                        .formatted(folder.resolve("a.key"))),
                shown.err());
    }

    @Test
    void a_zone_file_with_a_broken_line_is_reported_by_file_and_line() {
        example.write(COM, before + "broken IN A not-an-address\n");

        var shown = example.run("join node-d.example.com");

        assertEquals(3, shown.exit(), shown.err());
        int line = (int) before.lines().count() + 1;
        assertTrue(shown.err().contains(COM + ":" + line + ":"), shown.err());
        assertEquals(before + "broken IN A not-an-address\n", example.text(COM));
        example.write(COM, before);
    }

    @Test
    void two_members_with_one_address_are_found_and_a_third_is_refused() {
        example.replace("zones/example.net.zone", "10.0.0.3", "10.0.0.1");

        var found = example.run("validate example.com --rule K010=off --rule D011=off");

        assertEquals(1, found.exit());
        assertTrue(found.out().contains("error A001: 10.0.0.1 is also claimed by "), found.out());
        var joins = example.run("join node-d.example.com --ip 10.0.0.1");
        assertEquals(4, joins.exit());
        assertTrue(joins.err().contains("--ip 10.0.0.1: belongs to "), joins.err());
    }
}
