package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.serve.ZoneServer;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.dns.FakeDns;
import dev.wgmesh.validate.rule.Validation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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
                _policy._p2p IN TXT "pool=10.0.0.0/24"
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
                    fix: add _wireguard.node-c.example.net. IN A 10.0.0.2
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
                node-c IN A 203.0.113.9
                """);
        assertEquals(0, run("validate", "example.com").exit());
        assertEquals(0, run("validate", "example.com", "--fail-on", "warning").exit());
        assertEquals(1, run("validate", "example.com", "--fail-on", "info").exit());
        assertEquals(1, run("validate", "example.com", "--server-kind", "bind").exit());
        assertEquals(
                "no findings in 2 zones, 1 mesh, 2 members, 18 records ("
                        + (Validation.rules().size() - 1)
                        + " rules)\n",
                run("validate", "_p2p.example.com", "--rule", "D011=off").out());
    }

    @Test
    void a_file_whose_name_does_not_say_its_zone_is_read_with_the_origin_given()
            throws IOException {
        String zone = Files.readString(folder.resolve("zones/example.com.zone"));
        Files.writeString(
                folder.resolve("db.example.com"), zone.replaceAll("(?m)^[$]ORIGIN.*\n", ""));
        String[] words = {"validate", "db.example.com", "--origin", "example.com", "--rule"};
        var all = new ArrayList<>(List.of(words));
        all.add("D011=off");
        CommandOutput shown = run(all.toArray(String[]::new));
        assertTrue(
                shown.out().startsWith("db.example.com:8: notice M008: node-c.example.net is in"),
                shown.out() + shown.err());
        assertEquals(0, shown.exit());
        assertEquals(
                "error: --origin: requires exactly one zone file\n"
                        + "  fix: name the file: wg-mesh validate FILE --origin example.com\n",
                run("validate", "--origin", "example.com").err());
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
    void without_an_argument_every_zone_of_the_place_is_checked() throws IOException {
        CommandOutput both = run("validate", "example.com", "example.net", "-o", "json");
        assertEquals(both.out(), run("validate", "-o", "json").out());
        assertEquals(both.out(), run("validate", "--zones", "zones", "-o", "json").out());
        Files.move(folder.resolve("zones"), folder.resolve("elsewhere"));
        Files.writeString(
                folder.resolve("wg-mesh.toml"), "[zone.\"example.net\"]\nzones = \"elsewhere\"\n");
        assertEquals(
                both.out().replace("zones/", "elsewhere/"), run("validate", "-o", "json").out());
    }

    @Test
    void without_an_argument_a_place_that_cannot_list_its_zones_is_reported() {
        assertEquals(
                """
                error: wg-mesh validate: nothing to check: the resolver 127.0.0.1:1 cannot list zones
                  fix: name a zone, a mesh or a zone file: wg-mesh validate example.com
                """,
                run("validate", "--resolver", "127.0.0.1:1").err());
    }

    @Test
    void a_folder_is_checked_with_all_its_zones() throws IOException {
        Files.move(folder.resolve("zones"), folder.resolve("elsewhere"));
        for (String name : List.of("elsewhere", "./elsewhere", "elsewhere/")) {
            CommandOutput shown = run("validate", name, "--rule", "D011=off");
            assertTrue(shown.out().startsWith("elsewhere/example.com.zone:8: error M003"), name);
            assertEquals("", shown.err());
        }
        Files.createDirectory(folder.resolve("empty"));
        CommandOutput none = run("validate", "empty");
        assertEquals(3, none.exit());
        assertTrue(none.err().contains("has no zone files"), none.err());
    }

    @Test
    void of_many_findings_the_first_20_are_shown_and_a_count() throws IOException {
        write("example.net", "x\n".repeat(50));
        CommandOutput shown = run("validate", "zones/example.net.zone");
        assertEquals(20, count(shown.out(), "error Z001: the record"));
        assertTrue(
                shown.out()
                        .contains(
                                "zones/example.net.zone: error Z001: 30 more; show them: --all\n"),
                shown.out());
        assertTrue(shown.out().endsWith("50 errors\n"), shown.out());
        assertEquals(
                50,
                count(
                        run("validate", "zones/example.net.zone", "--all").out(),
                        "error Z001: the record"));
        String json = run("validate", "zones/example.net.zone", "-o", "json").out();
        assertEquals(20, count(json, "the record has no type"));
        assertTrue(json.contains("\"error\": 50"), json);
        assertTrue(json.contains("\"count\": 30"), json);
        String all = run("validate", "zones/example.net.zone", "-o", "json", "--all").out();
        assertEquals(50, count(all, "the record has no type"));
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    @Test
    void a_token_of_a_megabyte_is_not_repeated() throws IOException {
        write("example.net", "www A " + "9".repeat(1 << 20) + "\n");
        for (String format : List.of("text", "json")) {
            String out = run("validate", "zones/example.net.zone", "-o", format).out();
            assertTrue(out.length() < 2000, out.length() + " characters");
            assertTrue(out.contains("A: '" + "9".repeat(39)), out);
            assertTrue(!out.contains("9".repeat(40)), out);
            assertTrue(out.contains("' is not an IPv4 address"), out);
        }
        CommandOutput join = run("join", "node-d.example.net", "--mesh", "_p2p.example.com");
        assertTrue(join.err().length() < 2000, join.err().length() + " characters");
    }

    @Test
    void megabytes_of_broken_lines_are_counted_and_not_kept() throws IOException {
        write("example.net", "x\n".repeat(300_000));
        CommandOutput shown = run("validate", "zones/example.net.zone", "--all");
        assertEquals(10_000, count(shown.out(), "error Z001: the record"));
        assertTrue(shown.out().contains("here and below: 290000 more syntax errors"));
        CommandOutput join = run("join", "node-d.example.net", "--mesh", "_p2p.example.com");
        assertEquals(21, count(join.err(), "error: "), join.err());
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
        assertEquals(
                "error: zones/example.org.zone: does not exist\n  fix: check the path\n",
                shown.err());
        assertTrue(shown.out().contains("M008"), shown.out());
        assertTrue(shown.out().endsWith("not checked in full: 1 problem; 1 notice, 1 info\n"));
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
                            fix: add _wireguard.node-c.example.net. IN A 10.0.0.2
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
