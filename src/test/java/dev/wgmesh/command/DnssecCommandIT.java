package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.JsonSchema;
import dev.wgmesh.testing.MainProcess;
import dev.wgmesh.testing.dns.RealServer;
import dev.wgmesh.testing.dns.SignedZone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * A mesh in a signed zone, where somebody changed the key of node-b after signing, with a member in
 * an unsigned zone.
 */
class DnssecCommandIT {
    private static final String MESH = " _p2p.example.com ";

    private static RealServer server;
    private static SignedZone zone;

    @TempDir Path folder;

    @BeforeAll
    static void sign() throws IOException {
        zone = SignedZone.of("example.com", Files.readString(Path.of("zones/example.com.zone")));
        String key = "meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=";
        String forged = zone.text().replace(key, "testE818BYl2SOmcGNEz6eHSDqfSPrQvIJHqH0G/BBI=");
        server =
                RealServer.named(
                        Map.of(
                                "example.com",
                                forged,
                                "example.net",
                                Files.readString(Path.of("zones/example.net.zone"))));
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @BeforeEach
    void anchor() throws IOException {
        Files.writeString(folder.resolve("anchor.ds"), zone.ds());
    }

    private static String resolver() {
        return " --resolver 127.0.0.1:" + server.address().getPort();
    }

    private CommandOutput run(String line) {
        return new CommandFixture(folder).clock(InstantSource.system()).run(line.split(" +"));
    }

    private String said(String line) {
        CommandOutput output = run(line);
        return (output.out() + output.err())
                        .replace(server.address().getPort() + "", "PORT")
                        .replace(folder + "/", "")
                        .replaceAll(" +\n", "\n")
                + "exit "
                + output.exit();
    }

    @Test
    void list_tells_secure_insecure_and_bogus_apart() {
        assertEquals(
                """
                MEMBER              ADDRESSES              ENDPOINTS            SITE   KEY                                           DNSSEC
                node-a.example.com  10.0.0.1, 192.168.1.1  198.51.100.10:51820  cloud  MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=  secure
                node-b.example.com  10.0.0.2, 192.168.1.2  203.0.113.202:51820  -      ?                                             bogus
                node-c.example.net  10.0.0.3, 192.168.1.3  -                    -      mEshKpyb8WxRc8OyF9sH5bQVaSBFa1Zk0Red6x704WY=  insecure

                NAME                DNSSEC    REASON
                _p2p.example.com    secure
                node-b.example.com  bogus     a signature of _wireguard.node-b.example.com TXT is not valid
                node-c.example.net  insecure  no trust anchor is at or above this name
                records: the resolver 127.0.0.1:PORT (dnssec prefer)
                warning: _wireguard.node-b.example.com TXT: the answer is bogus: a signature of _wireguard.node-b.example.com TXT is not valid
                  fix: check the signatures and the DS record: delv _wireguard.node-b.example.com TXT
                exit 0\
                """,
                said("list" + MESH + "--dnssec prefer --dnssec-anchor anchor.ds" + resolver()));
    }

    @Test
    void required_what_is_insecure_counts_as_failed() {
        assertEquals(
                """
                MEMBER              ADDRESSES              ENDPOINTS            SITE   KEY                                           DNSSEC
                node-a.example.com  10.0.0.1, 192.168.1.1  198.51.100.10:51820  cloud  MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=  secure
                node-b.example.com  10.0.0.2, 192.168.1.2  203.0.113.202:51820  -      ?                                             bogus
                node-c.example.net  ?                      ?                    ?      ?                                             insecure

                NAME                DNSSEC    REASON
                _p2p.example.com    secure
                node-b.example.com  bogus     a signature of _wireguard.node-b.example.com TXT is not valid
                node-c.example.net  insecure  no trust anchor is at or above this name
                records: the resolver 127.0.0.1:PORT (dnssec require)
                warning: _wireguard.node-b.example.com TXT: the answer is bogus: a signature of _wireguard.node-b.example.com TXT is not valid
                  fix: check the signatures and the DS record: delv _wireguard.node-b.example.com TXT
                warning: _wireguard.node-c.example.net TXT: the answer is insecure: no trust anchor is at or above this name
                  fix: sign the zone and publish its DS record, or use --dnssec prefer
                exit 0\
                """,
                said("list" + MESH + "--dnssec require --dnssec-anchor anchor.ds" + resolver()));
    }

    @Test
    void the_settings_of_a_file_count_also_where_an_option_names_the_resolver() throws IOException {
        Files.writeString(
                folder.resolve("wg-mesh.toml"),
                "dnssec = \"prefer\"\ndnssec-anchor = \"anchor.ds\"\n");
        String show = "show node-b.example.com --mesh" + MESH;
        assertEquals(
                """
                node-b.example.com
                  mesh       _p2p.example.com
                  key        ?
                  addresses  10.0.0.2, 192.168.1.2
                  endpoints  203.0.113.202:51820
                  site       -
                  dnssec     bogus: a signature of _wireguard.node-b.example.com TXT is not valid
                """,
                run(show + resolver()).out());
        assertEquals(
                "  key        testE818BYl2SOmcGNEz6eHSDqfSPrQvIJHqH0G/BBI=",
                run(show + "--dnssec off" + resolver())
                        .out()
                        .lines()
                        .filter(line -> line.contains("key"))
                        .findFirst()
                        .orElseThrow());
        String config = run("config show").out();
        assertTrue(
                config.contains(
                        "dnssec               prefer (trust anchors of "
                                + folder.resolve("anchor.ds")
                                + ")"),
                config);
    }

    @Test
    void json_names_the_status_and_main_prints_the_same() throws Exception {
        String line =
                "list" + MESH + "-o json --dnssec require --dnssec-anchor anchor.ds" + resolver();
        String json = run(line).out();
        assertEquals(
                List.of(),
                JsonSchema.faults(
                        Path.of("docs/schema"), "mesh.json", new JsonMapper().readTree(json)));
        assertEquals(
                """
                "dnssec": "secure"
                "dnssec": "secure"
                "dnssec": "bogus",
                "dnssecReason": "a signature of _wireguard.node-b.example.com TXT is not valid"
                "dnssec": "insecure",
                "dnssecReason": "no trust anchor is at or above this name"
                """,
                json.lines()
                                .map(String::strip)
                                .filter(it -> it.startsWith("\"dnssec"))
                                .collect(Collectors.joining("\n"))
                        + "\n");
        assertEquals(json, byMain(line));
    }

    private String byMain(String line) throws IOException, InterruptedException {
        CommandOutput output = new MainProcess(folder).run(line.split(" +"));
        assertEquals(0, output.exit(), output.err());
        return output.out();
    }

    @Test
    void what_cannot_be_validated_is_refused_with_a_reason() {
        String port = "127.0.0.1:" + server.address().getPort();
        assertEquals(
                """
                error: --dnssec-anchor: requires --dnssec
                  fix: add --dnssec require
                exit 2\
                """,
                said("list" + MESH + "--dnssec-anchor anchor.ds" + resolver()));
        for (String place : List.of("--server ", "--axfr ")) {
            assertEquals(
                    """
                    zones of a server are not validated, and dnssec is require
                      fix: sign its messages: --tsig-key-file FILE, or query it: --resolver HOST
                    exit 2\
                    """,
                    said("list" + MESH + "--dnssec require " + place + port)
                            .replaceFirst("error: [^:]*:PORT: ", ""));
        }
        assertEquals(
                """
                error: missing: cannot be read: no such file
                  fix: check the path: --dnssec-anchor FILE
                exit 3\
                """,
                said("list" + MESH + "--dnssec require --dnssec-anchor missing" + resolver()));
        assertEquals(
                """
                error: wg-mesh list --dnssec: expected one of require, prefer, off, got 'on'
                  fix: see wg-mesh list --help
                exit 2\
                """,
                said("list" + MESH + "--dnssec on" + resolver()));
    }

    @Test
    void without_an_anchor_below_the_root_the_keys_of_the_root_are_asked_for() {
        String said = said("list" + MESH + "--dnssec prefer" + resolver());
        assertTrue(
                said.contains(
                        "cannot be validated: . DNSKEY: 127.0.0.1:PORT answered REFUSED\n"
                                + "  fix: give a resolver that answers DS and DNSKEY"),
                said);
        assertTrue(said.endsWith("exit 3"), said);
    }

    @Test
    void plan_and_validate_do_not_use_a_bogus_answer() {
        String flags = MESH + "--dnssec prefer --dnssec-anchor anchor.ds" + resolver();
        String plan = run("plan --as node-a.example.com" + flags).out();
        assertTrue(plan.contains("node-c.example.net"), plan);
        assertFalse(plan.contains("node-b.example.com at"), plan);
        CommandOutput validate = run("validate" + flags);
        assertEquals(3, validate.exit());
        assertTrue(
                validate.err()
                        .contains(
                                "_wireguard.node-b.example.com TXT: lookup failed: the answer is"
                                        + " bogus"),
                validate.err());
    }
}
