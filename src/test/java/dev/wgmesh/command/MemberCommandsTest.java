package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.testing.CommandFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output and exit codes of leave, set and rotate. */
class MemberCommandsTest {
    private static final String COM = "zones/example.com.zone";
    private static final String NET = "zones/example.net.zone";
    private static final String NEXT = PrivateKey.generate(new Random(7)).publicKey().base64();

    @TempDir Path folder;
    private ExampleZones example = new ExampleZones(Path.of(""));

    @BeforeEach
    void copy() {
        example = ExampleZones.in(folder);
    }

    @Test
    void a_member_of_one_zone_joins_and_leaves_and_the_file_is_as_before_but_for_the_revision() {
        String before = example.text(COM);
        example.run("join node-d.example.com");
        CommandFixture.CommandOutput shown = example.run("leave node-d.example.com --yes");
        assertEquals("node-d.example.com left _p2p.example.com\n", shown.out());
        assertEquals(0, shown.exit());
        assertEquals(
                before.replace("2026112301", "2026112303").replaceAll("\n+", "\n"),
                example.text(COM).replaceFirst("_revision._p2p.*\n", "").replaceAll("\n+", "\n"));
        shown = example.run("leave node-d.example.com --yes");
        assertEquals(
                "node-d.example.com is not a member of _p2p.example.com: nothing to do\n",
                shown.out());
        assertEquals(0, shown.exit());
    }

    @Test
    void a_name_that_never_was_a_member_does_not_leave() {
        String before = example.text(COM);
        for (String option : List.of("", " -n", " -o json")) {
            CommandFixture.CommandOutput shown =
                    example.run("leave node-bb.example.com --yes" + option);
            assertEquals(1, shown.exit(), shown.err());
            assertTrue(
                    shown.err()
                            .contains(
                                    """
                                    error: node-bb.example.com: is not a member of _p2p.example.com
                                      fix: did you mean node-b.example.com?
                                    """),
                    shown.err());
            assertEquals(option.endsWith("json"), !shown.out().isEmpty(), shown.out());
        }
        CommandFixture.CommandOutput far = example.run("leave quite-another.example.com --yes");
        assertEquals(1, far.exit());
        assertTrue(
                far.err().contains("fix: list the members: wg-mesh list _p2p.example.com"),
                far.err());
        CommandFixture.CommandOutput set = example.run("set node-bb.example.com --site x");
        assertEquals(2, set.exit());
        assertTrue(set.err().contains("did you mean node-b.example.com?"), set.err());
        assertEquals(before, example.text(COM));
    }

    @Test
    void nobody_is_removed_without_being_agreed_to() {
        String before = example.text(COM);
        CommandFixture.CommandOutput shown = example.run("leave node-b.example.com");
        assertEquals(2, shown.exit(), shown.err());
        assertTrue(shown.err().contains("--yes"), shown.err());
        assertEquals(before, example.text(COM));
        shown = example.run("leave node-b.example.com -n");
        assertEquals(0, shown.exit());
        assertTrue(shown.out().contains("- _p2p.example.com. 300 IN TXT \"node-b"), shown.out());
        assertEquals(before, example.text(COM));
    }

    @Test
    void a_limit_of_members_holds_for_every_change_of_a_member() {
        String before = example.text(COM);
        String net = example.text(NET);
        refused("leave node-b.example.com --max-delete 0", "more than --max-delete 0");
        refused("set node-b.example.com --ip 10.0.0.99 --max-change 0", "more than --max-change 0");
        refused(
                "set node-c.example.net --mesh _p2p.example.com --ip 10.0.0.99 --max-change 0",
                "more than --max-change 0");
        refused(
                "rotate node-b.example.com --now --max-change 0 --public-key " + NEXT,
                "more than --max-change 0");
        assertEquals(before, example.text(COM));
        assertEquals(net, example.text(NET));
        assertEquals(0, example.run("leave node-b.example.com --max-delete 1 --yes").exit());
    }

    private void refused(String line, String why) {
        for (String how : List.of(" --yes", " -n")) {
            CommandFixture.CommandOutput shown = example.run(line + how);
            assertEquals(4, shown.exit(), shown.err());
            assertTrue(shown.err().contains(why), shown.err());
        }
    }

    @Test
    void a_negative_number_of_members_is_wrong_usage() {
        for (String line :
                List.of(
                        "leave node-b.example.com --max-delete",
                        "set node-b.example.com --ip 10.0.0.99 --max-change",
                        "rotate node-b.example.com --now --max-change",
                        "push zones/example.com.zone --server 127.0.0.1 --max-delete",
                        "push zones/example.com.zone --server 127.0.0.1 --max-change")) {
            CommandFixture.CommandOutput shown = example.run(line + " -5");
            assertEquals(2, shown.exit(), line);
            assertTrue(
                    shown.err().contains(": expected a number of members, at least 0, got '-5'\n"),
                    shown.err());
        }
    }

    @Test
    void the_mesh_of_the_settings_is_that_of_commands_that_name_none() {
        example.write("wg-mesh.toml", "mesh = \"_vpn.example.com\"\n");
        example.run("init _vpn.example.com --pool 10.8.0.0/24");
        assertTrue(
                example.run("join node-x.example.com").out().contains("joined _vpn.example.com"));
        assertEquals(0, example.run("set node-x.example.com --site lab").exit());
        String rotate = "rotate node-x.example.com --prepare --public-key " + NEXT;
        assertEquals(0, example.run(rotate).exit());
        String other = PrivateKey.generate(new Random(8)).publicKey().base64();
        assertEquals(0, example.run("join node-y.example.com --public-key " + other).exit());
        CommandFixture.CommandOutput left =
                example.run("leave node-x.example.com --yes --receipt left.json");
        assertEquals("node-x.example.com left _vpn.example.com\n", left.out(), left.err());
        CommandFixture.CommandOutput back = example.run("rollback left.json --yes");
        assertEquals(0, back.exit(), back.err());
        assertEquals(0, example.run("rollback left.json --yes").exit());
        assertTrue(example.run("show node-x.example.com").out().contains("_vpn.example.com"));
    }

    @Test
    void what_is_set_replaces_all_of_its_kind_and_the_rest_stays() {
        assertEquals(
                "node-a.example.com changed\n",
                example.run("set node-a.example.com --endpoint 198.51.100.11:4500 --nat no --yes")
                        .out());
        String zone = example.text(COM);
        assertTrue(zone.contains("198.51.100.11"), zone);
        assertFalse(zone.contains("198.51.100.10"), zone);
        assertTrue(zone.contains("0 0 4500"), zone);
        assertTrue(zone.contains("nat=no"), zone);
        assertTrue(zone.contains("site=cloud"), zone);
        assertEquals(
                "node-a.example.com is already up to date\n",
                example.run("set node-a.example.com --nat no").out());
    }

    @Test
    void a_member_becomes_a_relay_or_says_that_its_nat_is_symmetric() {
        assertEquals(0, example.run("set node-a.example.com --relay --nat hard").exit());
        assertTrue(example.text(COM).contains("relay=yes"), example.text(COM));
        String shown = example.run("show node-a.example.com").out();
        assertTrue(shown.contains("  nat        hard\n  relay      yes\n"), shown);
        String json = example.run("show node-a.example.com -o json").out();
        assertTrue(json.contains("\"hardNat\": true,\n    \"relay\": true"), json);
        assertEquals(0, example.run("set node-a.example.com --no-relay --no-nat").exit());
        assertFalse(example.text(COM).contains("relay="), example.text(COM));
        String joined =
                example.run("join node-d.example.com --relay --endpoint 203.0.113.9 --ip 10.0.0.9")
                        .err();
        assertTrue(example.text(COM).contains("relay=yes"), joined);
    }

    @Test
    void an_observer_says_its_port_and_ends_to_be_one() {
        example.run("set node-a.example.com --observe --yes");
        assertTrue(example.text(COM).contains("observe=yes"), example.text(COM));
        assertTrue(
                example.run("show node-a.example.com").out().contains("observer   port 53\n"),
                example.run("show node-a.example.com").out());
        example.run("set node-a.example.com --observe-port 5353 --yes");
        assertTrue(example.text(COM).contains("observe=yes"), example.text(COM));
        assertTrue(
                example.run("show node-a.example.com -o json")
                        .out()
                        .contains("\"observerPort\": 5353"),
                example.run("show node-a.example.com -o json").out());
        example.run("set node-a.example.com --no-observe --yes");
        assertFalse(example.text(COM).contains("observe"), example.text(COM));
    }

    @Test
    void a_member_of_another_zone_gets_another_address_in_both() {
        CommandFixture.CommandOutput shown =
                example.run(
                        "set node-c.example.net --mesh _p2p.example.com"
                                + " --ip 10.0.0.33 --ip 192.168.1.3 --yes");
        assertEquals(0, shown.exit(), shown.err());
        assertTrue(example.text(NET).contains("10.0.0.33"));
        assertFalse(example.text(NET).contains("10.0.0.3\n"), example.text(NET));
        assertTrue(example.text(COM).contains("_revision._p2p"), example.text(COM));
    }

    @Test
    void set_without_anything_to_set_and_contradictions_are_reported_at_once() {
        CommandFixture.CommandOutput shown =
                example.run("set node-a.example.com --site x --no-site --net 10.1.0.0/16 --no-net");
        assertEquals(2, shown.exit());
        assertEquals(
                """
                error: --site, --no-site: cannot be combined
                  fix: remove one of them
                error: --net, --no-net: cannot be combined
                  fix: remove one of them
                """,
                shown.err());
        shown = example.run("set node-a.example.com");
        assertEquals(
                """
                error: wg-mesh set: nothing to change
                  fix: give at least one of --ip, --endpoint, --site, --nat, --net, --relay
                """,
                shown.err());
    }

    @Test
    void a_key_is_rotated_in_two_steps_and_the_new_private_one_is_kept() {
        CommandFixture.CommandOutput shown = example.run("rotate node-b.example.com --prepare");
        assertEquals(0, shown.exit(), shown.err());
        assertTrue(Files.exists(example.path("node-b.example.com.next.key")));
        assertTrue(example.text(COM).contains("next-key="));
        shown = example.run("rotate node-b.example.com --commit --yes");
        assertEquals(4, shown.exit(), shown.err());
        assertTrue(shown.err().contains("caches may lack the key until then"), shown.err());
        shown = example.run("rotate node-b.example.com --commit --now --yes");
        assertEquals(0, shown.exit(), shown.err());
        assertFalse(example.text(COM).contains("next-key"));
        assertTrue(shown.out().startsWith("node-b.example.com now has the key "), shown.out());
    }

    @Test
    void a_rotation_is_taken_back() {
        String before = example.text(COM);
        example.run("rotate node-b.example.com --prepare --public-key " + NEXT);
        example.run("rotate node-b.example.com --abort");
        assertEquals(before.replace("2026112301", "2026112303"), example.text(COM));
    }
}
