package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.CommandFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JoinCommandTest {
    private static final String COM = "zones/example.com.zone";
    private static final String NET = "zones/example.net.zone";
    private static final List<String> FILES = List.of(COM, NET);

    /** Of the key that the screen's randomness makes. */
    private static final String KEY = "Ztc0X8LkxU1YcSgtgLSoZzZPEsHb6PPflLXnUnKA3Xw=";

    @TempDir Path folder;
    private ExampleZones example = new ExampleZones(Path.of(""));

    @BeforeEach
    void copy() {
        example = ExampleZones.in(folder);
    }

    @Test
    void a_host_that_joins_gets_a_key_an_address_and_records() throws Exception {
        String before = example.text(COM);

        var shown = example.run("join node-d.example.com");

        assertEquals(
                """
                node-d.example.com joined _p2p.example.com: 10.0.0.4
                PublicKey = %s
                """
                        .formatted(KEY),
                shown.out());
        assertEquals(
                "records: the zone files of "
                        + folder
                        + "/zones\nkey: created, the private key is in node-d.example.com.key\n"
                        + "receipt: "
                        + folder
                        + "/home/.local/state/wg-mesh/receipts/"
                        + "20260102T030405Z-example.com-join-node-d.example.com.json\n",
                shown.err());
        assertEquals(0, shown.exit());
        Path key = example.path("node-d.example.com.key");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        assertEquals(
                """
                - 2026112301
                + 2026112302
                + IN TXT "node-d.example.com"
                + _revision._p2p IN TXT "1"
                + _wireguard.node-d IN TXT "KEY"
                + IN A 10.0.0.4
                """
                        .replace("KEY", KEY),
                difference(before, example.text(COM)));
        assertEquals(List.of("node-d.example.com.key", COM, NET), example.files());
    }

    /** Lines of one that the other lacks, without comments, quiet about spaces. */
    private static String difference(String before, String after) {
        return only("- ", before, after) + only("+ ", after, before);
    }

    private static String only(String sign, String one, String other) {
        var text = new StringBuilder();
        for (String line : words(one)) {
            if (!words(other).contains(line)) {
                text.append(sign).append(line).append('\n');
            }
        }
        return text.toString();
    }

    private static List<String> words(String text) {
        return text.lines()
                .map(line -> line.replaceAll(";.*", "").replaceAll("\\s+", " ").strip())
                .toList();
    }

    @Test
    void a_second_join_changes_nothing() {
        example.run("join node-d.example.com");
        String once = example.text(COM);

        var again = example.run("join node-d.example.com");

        assertEquals(
                "node-d.example.com has joined already: 10.0.0.4\nPublicKey = " + KEY + "\n",
                again.out());
        assertTrue(again.err().endsWith("key: read from node-d.example.com.key\n"), again.err());
        assertEquals(0, again.exit());
        assertEquals(once, example.text(COM));
    }

    @Test
    void an_observer_joins() {
        example.run("join node-d.example.com --endpoint 203.0.113.4 --observe");
        assertTrue(example.text(COM).contains("\"observe=yes\""), example.text(COM));
    }

    @Test
    void a_second_join_with_something_else_is_refused() {
        example.run("join node-d.example.com --site home");
        String once = example.text(COM);
        String[][] others = {
            {"--ip 10.0.0.9", "has joined with [10.0.0.4], not with 10.0.0.9"},
            {"--site away", "has joined with site=home"},
            {"--nat yes", "has joined with no nat"},
            {"--observe-port 5353", "has joined with no observe-port"},
            {"--observe", "has joined with no observe"},
            {"--endpoint 203.0.113.4", "has joined without the endpoint 203.0.113.4:51820"},
            {"--net 192.168.1.0/28", "has joined without the net 192.168.1.0/28"},
            {
                "--public-key testE818BYl2SOmcGNEz6eHSDqfSPrQvIJHqH0G/BBI=",
                "holds another key: " + KEY
            },
        };
        for (String[] other : others) {
            var shown = example.run("join node-d.example.com " + other[0]);
            assertTrue(shown.err().contains(other[1]), shown.err());
            assertEquals(4, shown.exit());
            assertEquals("", shown.out());
        }
        assertEquals(0, example.run("join node-d.example.com --ip 10.0.0.4 --site home").exit());
        assertEquals(once, example.text(COM));
    }

    @Test
    void no_key_is_saved_before_it_is_known_that_the_other_files_can_be() {
        example.write("taken.json", "{}");
        for (String option :
                List.of(
                        "--out taken.json",
                        "--out no/plan.json",
                        "--out -",
                        "--receipt taken.json",
                        "--receipt no/receipt.json",
                        "--state-dir taken.json")) {
            String before = example.text(COM);
            for (String command :
                    List.of("join node-d.example.com ", "rotate node-a.example.com --now ")) {
                var shown = example.run(command + option);
                assertTrue(shown.exit() > 1, option + shown);
                assertFalse(shown.err().contains("created"), shown.err());
            }
            assertEquals(before, example.text(COM));
            assertFalse(Files.exists(example.path("node-d.example.com.key")), option);
            assertFalse(Files.exists(example.path("node-a.example.com.next.key")), option);
        }
    }

    @Test
    void a_dry_run_writes_nothing_and_makes_no_key() {
        String before = example.text(COM);

        var shown = example.run("join node-d.example.com --endpoint 203.0.113.4 --nat no -n");

        assertEquals(
                """
                zone example.com.: join node-d.example.com
                + _meta._wireguard.node-d.example.com. 300 IN TXT "nat=no"
                + _p2p.example.com. 300 IN TXT "node-d.example.com"
                + _revision._p2p.example.com. 300 IN TXT "1"
                + _wireguard.node-d.example.com. 300 IN A 10.0.0.4
                + _wireguard.node-d.example.com. 300 IN TXT "KEY"
                + node-d.example.com. 300 IN A 203.0.113.4
                """
                        .replace("KEY", KEY),
                sorted(shown));
        assertEquals(0, shown.exit());
        assertEquals(before, example.text(COM));
        assertEquals(FILES, example.files());
    }

    /** Its first line, then the others sorted: the order is DNS's, not the alphabet's. */
    private static String sorted(CommandFixture.CommandOutput shown) {
        List<String> lines = shown.out().lines().toList();
        return lines.getFirst()
                + "\n"
                + String.join("\n", lines.stream().skip(1).sorted().toList())
                + "\n";
    }

    @Test
    void emit_prints_exact_records_and_keeps_the_key() {
        var shown = example.run("join node-d.example.com --emit");

        assertEquals(
                """
                ; zone example.com.
                _p2p.example.com. 300 IN TXT "node-d.example.com"
                _revision._p2p.example.com. 300 IN TXT "1"
                _wireguard.node-d.example.com. 300 IN A 10.0.0.4
                _wireguard.node-d.example.com. 300 IN TXT "KEY"
                """
                        .replace("KEY", KEY),
                shown.out());
        assertEquals(0, shown.exit());
        assertEquals(List.of("node-d.example.com.key", COM, NET), example.files());
        assertEquals(shown.out(), example.run("join node-d.example.com --emit").out());
    }

    @Test
    void json_holds_the_member_and_what_changed() {
        JsonNode joined =
                JsonMapper.shared().readTree(example.run("join node-d.example.com -o json").out());
        assertEquals("wg-mesh/join", joined.get("format").asString());
        assertEquals("[\"10.0.0.4\"]", joined.get("addresses").toString());
        assertEquals(KEY, joined.get("publicKey").asString());
        assertTrue(joined.get("committed").asBoolean());
        JsonNode plan = joined.get("plans").get(0);
        assertEquals(folder + "/" + COM, plan.get("place").asString());
        assertEquals(2026112302L, plan.get("serial").asLong());
        assertEquals("2026-01-02T03:04:05Z", plan.get("time").asString());
        assertFalse(joined.toString().contains(example.text("node-d.example.com.key").strip()));
    }

    @Test
    void a_member_in_another_zone_names_its_mesh() {
        var alone = example.run("join node-d.example.net");
        assertEquals(2, alone.exit());
        assertTrue(alone.err().contains("--mesh MESH"), alone.err());

        var shown = example.run("join node-d.example.net --mesh _p2p.example.com");

        assertEquals(0, shown.exit(), shown.err());
        assertTrue(example.text(NET).contains("_wireguard.node-d "));
        assertTrue(example.text(COM).contains("\"node-d.example.net\""));
        assertFalse(example.text(COM).contains("_wireguard.node-d "));
        assertEquals(0, example.run("validate example.com").exit());
    }

    @Test
    void a_created_mesh_is_joined_by_its_first_member() {
        assertEquals(0, example.run("init _p2p.lab.example.net --pool fd09::/64").exit());

        var shown = example.run("join a.lab.example.net");

        assertTrue(shown.out().contains("joined _p2p.lab.example.net: fd09::1\n"), shown.err());
        assertTrue(example.run("list _p2p.lab.example.net").out().contains("fd09::1"));
    }

    @Test
    void an_address_of_the_lan_is_chosen_and_one_of_the_pool_given() {
        var shown = example.run("join node-d.example.com --ip 192.168.1.9 --ip auto");
        assertTrue(shown.out().contains(": 10.0.0.4, 192.168.1.9\n"), shown.out() + shown.err());
    }
}
