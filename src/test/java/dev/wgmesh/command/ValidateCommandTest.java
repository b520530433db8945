package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.serve.ZoneServer;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.dns.FakeDns;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Rcode;

class ValidateCommandTest {
    private static final String APEX =
            """
            $TTL 300
            @ IN SOA ns1 hostmaster 1 3600 900 604800 60
            @ IN NS ns1
            @ IN NS ns2
            ns1 IN A 192.0.2.53
            ns2 IN A 192.0.2.54
            """;

    @TempDir Path folder;

    @BeforeEach
    void zones() throws IOException {
        write(
                "example.com",
                """
                _p2p IN TXT "node-a.example.com"
                _p2p IN TXT "node-c.example.net"
                _wireguard.node-a IN TXT "LbA6at8gbXLLG51BQ8SbCSrfixxAo8CbdHd6zolihzw="
                _wireguard.node-a IN A 10.0.0.1
                """);
        write(
                "example.net",
                """
                _wireguard.node-c IN TXT "iswqx9wNNDYQbSKbncGQW8iAOVaMiUHbPy2QvrXQYls="
                """);
    }

    private void write(String zone, String records) throws IOException {
        Path zones = Files.createDirectories(folder.resolve("zones"));
        Files.writeString(zones.resolve(zone + ".zone"), APEX + records);
    }

    private CommandOutput run(String... words) {
        return new CommandFixture(folder).run(words);
    }

    @Test
    void a_zone_is_judged_with_the_members_that_it_has_elsewhere() {
        CommandOutput shown = run("validate", "example.com", "--rule", "D011=off");
        assertEquals(
                """
                zones/example.com.zone:8: error M003: node-c.example.net is listed without an address
                    why: WireGuard sends nothing to a peer without allowed IPs and drops everything that it sends.
                    fix: add an address: wg-mesh set node-c.example.net --ip ADDRESS
                1 error
                """,
                shown.out());
        assertEquals(1, shown.exit());
    }

    @Test
    void a_zone_without_errors_is_fine() throws IOException {
        write(
                "example.net",
                """
                _wireguard.node-c IN TXT "iswqx9wNNDYQbSKbncGQW8iAOVaMiUHbPy2QvrXQYls="
                _wireguard.node-c IN A 10.0.0.2
                """);
        assertEquals(0, run("validate", "example.com").exit());
        assertEquals(1, run("validate", "example.com", "--fail-on", "warning").exit());
        assertEquals(1, run("validate", "example.com", "--server-kind", "bind").exit());
        assertEquals(
                "no findings\n", run("validate", "_p2p.example.com", "--rule", "D011=off").out());
    }

    @Test
    void a_file_is_judged_alone() {
        CommandOutput shown = run("validate", "zones/example.com.zone", "--rule", "D011=off");
        assertEquals(
                """
                zones/example.com.zone:8: notice M008: node-c.example.net is in a zone that was not given: not checked
                    why: Its records were not read, so its key and addresses were not checked.
                    fix: give that zone too, or read it from DNS: --resolver HOST
                1 notice
                """,
                shown.out());
        assertEquals(0, shown.exit());
    }

    @Test
    void files_are_judged_together() {
        assertTrue(
                run("validate", "zones/example.com.zone", "zones/example.net.zone")
                        .out()
                        .contains("error M003"));
    }

    @Test
    void a_broken_line_is_reported_to_the_column() throws IOException {
        write("example.net", "_wireguard.node-c IN A 10.0.0\n");
        CommandOutput shown = run("validate", "zones/example.net.zone");
        assertTrue(
                shown.out().startsWith("zones/example.net.zone:7:24: error Z001: "), shown.out());
        assertEquals(1, shown.exit());
    }

    @Test
    void a_file_that_does_not_exist_is_never_clean_and_the_others_are_judged() {
        CommandOutput shown = run("validate", "zones/example.org.zone", "zones/example.com.zone");
        assertEquals(3, shown.exit());
        assertTrue(shown.err().contains("zones/example.org.zone"), shown.err());
        assertTrue(shown.out().contains("M008"), shown.out());
        assertTrue(shown.out().endsWith("not checked in full: 1 problem; 1 warning, 1 notice\n"));
    }

    @Test
    void a_zone_that_is_not_in_the_folder_is_never_clean() {
        assertEquals(3, run("validate", "example.org").exit());
        assertEquals(3, run("validate", "_p2p.example.org").exit());
    }

    @Test
    void a_mesh_that_does_not_exist_is_an_error() {
        CommandOutput shown = run("validate", "_lab.example.com");
        assertTrue(shown.out().contains("error M009"), shown.out());
        assertEquals(1, shown.exit());
    }

    @Test
    void json_is_one_document_with_the_same_exit_code() {
        CommandOutput shown = run("validate", "example.com", "-o", "json");
        assertTrue(
                shown.out()
                        .startsWith(
                                """
                                {
                                  "format": "wg-mesh/findings",
                                  "version": 1,
                                  "verdict": "failed",
                                """),
                shown.out());
        assertEquals(1, shown.exit());
    }

    @Test
    void a_private_key_of_this_folder_that_was_published_is_found() throws IOException {
        String secret = "IHmTSXZ4zzgtSqxbCN9L/BklReySmh9EuGEeIXtupFk=";
        Files.writeString(folder.resolve("node-c.example.net.key"), secret + "\n");
        write("example.net", "_wireguard.node-c IN TXT \"" + secret + "\"\n");
        CommandOutput shown = run("validate", "example.com");
        assertTrue(shown.out().contains("error K009"), shown.out());
        assertTrue(!shown.out().contains(secret), "the key is not printed");
    }

    @Test
    void a_rule_is_explained() {
        CommandOutput shown = run("validate", "--explain", "m003");
        assertTrue(shown.out().startsWith("M003 (error): listed without an address\n"));
        assertEquals(0, shown.exit());
        assertEquals(
                """
                error: wg-mesh validate: unknown rule 'M0003'
                  fix: did you mean M003?
                """,
                run("validate", "--explain", "M0003").err());
    }

    @Test
    void wrong_usage_is_reported() {
        assertEquals(2, run("validate").exit());
        assertEquals(2, run("validate", "example.com", "--rule", "M003=loud").exit());
        assertEquals(2, run("validate", "example.com", "--rule", "X999=off").exit());
        assertEquals(2, run("validate", "example.com", "--fail-on", "never").exit());
        assertEquals(2, run("validate", "exa mple..com").exit());
    }

    @Test
    void live_dns_is_judged_by_queries() {
        try (var server =
                ZoneServer.start(
                        folder.resolve("zones"), new InetSocketAddress("127.0.0.1", 0), _ -> {})) {
            String resolver = "127.0.0.1:" + server.address().getPort();
            for (String subject : List.of("example.com", "_p2p.example.com")) {
                CommandOutput shown =
                        run("validate", subject, "--resolver", resolver, "--rule", "D011=off");
                assertEquals(
                        """
                        _wireguard.node-c.example.net A: error M003: node-c.example.net is listed without an address
                            why: WireGuard sends nothing to a peer without allowed IPs and drops everything that it sends.
                            fix: add an address: wg-mesh set node-c.example.net --ip ADDRESS
                        1 error
                        """,
                        shown.out(),
                        shown.err());
                assertEquals(1, shown.exit());
            }
            assertEquals(
                    1,
                    run("validate", "zones/example.com.zone", "--resolver", resolver).exit(),
                    "the member elsewhere is asked for");
            CommandOutput none = run("validate", "x.example.com", "--resolver", resolver);
            assertEquals(3, none.exit(), none.out());
        }
    }

    @Test
    void a_server_that_fails_is_never_clean() throws IOException {
        try (var server =
                FakeDns.start((query, _) ->
                        new FakeDns.Reaction.Send(
                                FakeDns.reply(query, Rcode.SERVFAIL, List.of()).toWire()))) {
            String resolver = "127.0.0.1:" + server.address().getPort();
            CommandOutput shown = run("validate", "_p2p.example.com", "--resolver", resolver);
            assertEquals(3, shown.exit());
            assertTrue(shown.err().contains("lookup failed"), shown.err());
            assertTrue(shown.out().startsWith("not checked in full: "), shown.out());
        }
    }
}
