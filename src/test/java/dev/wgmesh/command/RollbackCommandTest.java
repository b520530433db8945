package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.JsonSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Receipts, the audit log, and rollback of a receipt. */
class RollbackCommandTest {
    private static final String COM = "zones/example.com.zone";
    private static final String NET = "zones/example.net.zone";
    private static final String STATE = "home/.local/state/wg-mesh/";
    private static final String RECEIPT =
            STATE + "receipts/20260102T030405Z-example.com-join-node-d.example.com.json";
    private static final String KEY_E = "testE818BYl2SOmcGNEz6eHSDqfSPrQvIJHqH0G/BBI=";

    @TempDir Path folder;
    private ExampleZones example = new ExampleZones(Path.of(""));

    @BeforeEach
    void copy() {
        example = ExampleZones.in(folder);
    }

    @Test
    void a_join_is_undone_but_for_the_revision() {
        String before = members();
        example.run("join node-d.example.com");

        var shown = example.run("rollback " + RECEIPT + " --yes");

        assertEquals(
                """
                zone example.com.: rollback of join node-d.example.com
                - _p2p.example.com. 300 IN TXT "node-d.example.com"
                - _revision._p2p.example.com. 300 IN TXT "1"
                + _revision._p2p.example.com. 300 IN TXT "2"
                - _wireguard.node-d.example.com. 300 IN A 10.0.0.4
                - _wireguard.node-d.example.com. 300 IN TXT "Ztc0X8LkxU1YcSgtgLSoZzZPEsHb6PPflLXnUnKA3Xw="
                committed to %s/zones/example.com.zone, serial 2026112303
                """
                        .formatted(folder),
                shown.out(),
                shown.err());
        assertEquals(0, shown.exit());
        assertEquals(before, members());
        var again = example.run("rollback " + RECEIPT + " --yes");
        assertEquals("nothing to do\n", again.out());
        assertEquals(0, again.exit());
    }

    @Test
    void a_file_that_flags_and_the_receipt_spell_differently_is_read_by_the_path_of_the_flags() {
        example.run("join node-d.example.com");
        var shown = example.run("rollback " + RECEIPT + " --zones ./zones --yes");
        assertEquals(0, shown.exit(), shown.err());
        assertTrue(shown.out().contains("committed to " + folder + "/./zones/example.com.zone"));
    }

    private String members() {
        return example.run("list").out();
    }

    @Test
    void a_rollback_is_shown_and_asked_about_and_can_be_rolled_back() throws IOException {
        example.run("join node-d.example.com");
        String joined = members();
        String zone = example.text(COM);
        assertTrue(example.run("rollback " + RECEIPT + " -n").out().contains("- _p2p"));
        assertEquals(2, example.run("rollback " + RECEIPT).exit());
        assertEquals(zone, example.text(COM));

        assertEquals(0, example.run("rollback " + RECEIPT + " --yes --receipt back.json").exit());
        assertFalse(members().equals(joined));
        assertEquals(0, example.run("rollback back.json").exit());

        assertEquals(joined, members());
        assertEquals("rw-------", mode("back.json"));
    }

    @Test
    void joins_in_between_stay() {
        example.run("join node-d.example.com");
        example.run("join node-e.example.com --public-key " + KEY_E);

        var shown = example.run("rollback " + RECEIPT + " --yes");

        assertEquals(0, shown.exit(), shown.err());
        assertFalse(members().contains("node-d"));
        assertTrue(members().contains("node-e.example.com"));
        assertTrue(example.text(COM).contains("\"3\""), example.text(COM));
    }

    @Test
    void what_another_has_changed_is_reported_and_not_undone() {
        example.run("join node-d.example.com");
        example.replace(COM, "10.0.0.4", "10.0.0.44");
        String before = example.text(COM);

        var shown = example.run("rollback " + RECEIPT + " --yes");

        assertEquals(4, shown.exit());
        assertTrue(
                told(shown)
                        .contains(
                                "_wireguard.node-d.example.com A: changed since: - 10.0.0.4, +"
                                        + " 10.0.0.44; somebody changed this record later: set it by hand"),
                shown.err());
        assertEquals(before, example.text(COM));
    }

    @Test
    void an_address_that_is_anothers_by_now_is_not_given_back() throws IOException {
        example.run("join node-d.example.com");
        assertEquals(0, example.run("rollback " + RECEIPT + " --yes --receipt back.json").exit());
        example.run("join node-e.example.com --ip 10.0.0.4 --public-key " + KEY_E);

        var shown = example.run("rollback back.json");

        assertEquals(4, shown.exit());
        assertTrue(
                told(shown)
                        .contains(
                                "_wireguard.node-d.example.com: node-e.example.com has 10.0.0.4 now"),
                shown.err());
    }

    @Test
    void a_first_join_and_a_founding_are_undone() {
        example.run("init _p2p.lab.example.net --pool fd09::/64 --receipt init.json");
        String founded = example.text(NET);
        example.run("join a.lab.example.net --receipt first.json");

        var shown = example.run("rollback first.json --yes");

        assertEquals(0, shown.exit(), shown.err());
        assertFalse(example.text(NET).contains("a.lab"));
        assertTrue(founded.contains("_policy._p2p.lab"));
        assertEquals(0, example.run("rollback init.json --yes").exit());
        assertFalse(example.text(NET).contains("_policy._p2p.lab"));
    }

    @Test
    void a_join_over_two_zones_is_undone_list_first() {
        String before = members();
        example.run("join node-d.example.net --mesh _p2p.example.com --receipt both.json");

        var shown = example.run("rollback both.json --yes");

        assertEquals(0, shown.exit(), shown.err());
        assertEquals(
                List.of("example.com.", "example.net."),
                shown.out()
                        .lines()
                        .filter(line -> line.startsWith("zone "))
                        .map(line -> line.replaceAll("zone (.*):.*", "$1"))
                        .toList());
        assertEquals(before, members());
        assertFalse(example.text(NET).contains("node-d"));
    }

    @Test
    void a_listed_member_does_not_lose_its_records() {
        example.run("join node-d.example.net --mesh _p2p.example.com");
        String own = STATE + "receipts/20260102T030405Z-example.net-join-node-d.example.net.json";

        var alone = example.run("rollback " + own + " --yes --mesh _p2p.example.com");

        assertEquals(4, alone.exit());
        assertTrue(
                told(alone)
                        .contains(
                                "node-d.example.net: is still listed in _p2p.example.com and would"
                                        + " have no key"),
                alone.err());
    }

    @Test
    void a_receipt_is_private_and_the_audit_log_grows_by_a_line_a_commit() throws IOException {
        new CommandFixture(folder).environment("USER", "ada").run("join", "node-d.example.com");
        example.run("join node-e.example.com --public-key " + KEY_E);

        assertEquals("rw-------", mode(RECEIPT));
        assertEquals("rw-------", mode(STATE + "audit.log"));
        assertEquals("rwx------", mode(STATE + "receipts"));
        List<String> lines = Files.readAllLines(folder.resolve(STATE + "audit.log"));
        assertEquals(2, lines.size());
        JsonNode first = JsonMapper.shared().readTree(lines.getFirst());
        assertEquals(List.of(), JsonSchema.faults(Path.of("docs/schema"), "audit.json", first));
        assertEquals("ada", first.get("user").asString());
        assertEquals("join node-d.example.com", first.get("purpose").asString());
        assertEquals(
                "+ _p2p.example.com. 300 IN TXT \"node-d.example.com\"",
                first.get("changes").get(0).asString());
        assertFalse(JsonMapper.shared().readTree(lines.getLast()).has("user"));
        String secret = example.text("node-d.example.com.key").strip();
        assertFalse(lines.toString().contains(secret));
        assertFalse(example.text(RECEIPT).contains(secret));
    }

    private String mode(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
    }

    @Test
    void a_state_folder_that_cannot_be_written_is_reported_before_anything_is_changed() {
        example.write("file", "in the way");
        String before = example.text(COM);

        var shown = example.run("join node-d.example.com --state-dir file/state");

        assertEquals(3, shown.exit());
        assertTrue(told(shown).contains("so no receipt can be saved"), shown.err());
        assertTrue(told(shown).contains("--state-dir DIR, or --receipt FILE"), shown.err());
        assertEquals(before, example.text(COM));
        var elsewhere =
                example.run("join node-d.example.com --state-dir file/state --receipt r.json");
        assertEquals(0, elsewhere.exit(), elsewhere.err());
        assertTrue(told(elsewhere).contains("audit.log gets no line"), elsewhere.err());
        assertEquals(0, example.run("rollback r.json --yes").exit());
    }

    @Test
    void a_receipt_never_takes_the_place_of_a_file() {
        example.write("r.json", "mine");
        String before = example.text(COM);

        var shown = example.run("join node-d.example.com --receipt r.json");

        assertEquals(4, shown.exit());
        assertTrue(told(shown).contains("r.json: already exists"), shown.err());
        assertEquals("mine", example.text("r.json"));
        assertEquals(before, example.text(COM));
    }

    @Test
    void what_is_not_a_receipt_is_reported() {
        example.run("join node-d.example.com --out plan.json");
        var shown = example.run("rollback plan.json");
        assertEquals(2, shown.exit());
        assertTrue(
                told(shown)
                        .contains(
                                "plan.json: has the format wg-mesh/zone-plan, expected wg-mesh/receipt"),
                shown.err());
        assertEquals(3, example.run("rollback none.json").exit());
    }

    /** What it said on stderr, a problem a line. */
    private static String told(CommandFixture.CommandOutput shown) {
        return shown.err().replace("\n  fix: ", "; ");
    }
}
