package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.cli.Streams;
import dev.wgmesh.testing.CommandFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes of zone files and saved plans into the zone files of zones/. */
class PushCommandTest {
    private static final String COM = "zones/example.com.zone";
    private static final String NET = "zones/example.net.zone";
    private static final String COPY = "copy/example.com.zone";
    private static final String NET_COPY = "copy/example.net.zone";
    private static final String KEY_B = "meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=";
    private static final String KEY_D = "Ztc0X8LkxU1YcSgtgLSoZzZPEsHb6PPflLXnUnKA3Xw=";
    private static final String OTHER_KEY = "testE818BYl2SOmcGNEz6eHSDqfSPrQvIJHqH0G/BBI=";
    private static final String MEMBER_D =
            "\n_p2p TXT \"node-d.example.com\"\n_wireguard.node-d TXT \"%s\"\n_wireguard.node-d A 10.0.0.4\n"
                    .formatted(KEY_D);

    @TempDir Path folder;
    private ExampleZones example = new ExampleZones(Path.of(""));

    @BeforeEach
    void copy() throws IOException {
        example = ExampleZones.in(folder);
        Files.createDirectory(folder.resolve("copy"));
        Files.copy(folder.resolve(COM), folder.resolve(COPY));
        Files.copy(folder.resolve(NET), folder.resolve(NET_COPY));
    }

    @Test
    void a_copy_with_the_same_records_differs_in_nothing() {
        var shown = example.run("diff " + COPY + " --exit-code");
        assertEquals("nothing differs\n", shown.out());
        assertEquals(0, shown.exit());
        assertEquals("nothing to do\n", example.run("push " + COPY).out());
        assertEquals("", example.run("push " + COPY).err().replaceAll("records: .*\n", ""));
    }

    @Test
    void a_mesh_of_another_name_without_a_revision_is_named() {
        String list =
                "_vpn TXT \"node-b.example.com\"\n_policy._net TXT \"pool=10.1.0.0/24\"\n"
                        + "_spf TXT \"node-b.example.com\"\n_x TXT \"www.example.com\"\n";
        example.write(COPY, example.text(COPY) + list);
        String warning =
                """
                warning: _%1$s.example.com: looks like a mesh, and its list and policy are left out: it has no revision
                  fix: name the mesh: --mesh _%1$s.example.com
                """;
        String both = warning.formatted("net") + warning.formatted("vpn");
        for (String command : List.of("diff " + COPY, "push -n " + COPY, "push " + COPY)) {
            assertEquals(both, example.run(command).err().replaceAll("records: .*\n", ""));
        }
        String named = " --mesh _vpn.example.com --mesh _net.example.com";
        assertEquals("", example.run("diff " + COPY + named).err().replaceAll("records: .*\n", ""));
        var pushed = example.run("push " + COPY + named);
        assertEquals(0, pushed.exit(), pushed.err());
        assertTrue(example.text(COM).contains("_revision._vpn"));
        String left = example.run("diff " + COPY).err().replaceAll("records: .*\n", "");
        assertEquals(warning.formatted("net"), left);
    }

    @Test
    void only_records_of_the_mesh_differ_and_are_sent() {
        example.write(
                COPY,
                example.text(COPY).replace("10.0.0.2", "10.0.0.7")
                        + MEMBER_D
                        + "www A 192.0.2.80\n_dmarc TXT \"v=DMARC1\"\nnode-a A 192.0.2.81\n"
                        + "_revision._p2p TXT \"900\"\n");
        String difference =
                """
                zone example.com.: push example.com
                + _p2p.example.com. 300 IN TXT "node-d.example.com"
                + _revision._p2p.example.com. 300 IN TXT "1"
                - _wireguard.node-b.example.com. 300 IN A 10.0.0.2
                + _wireguard.node-b.example.com. 300 IN A 10.0.0.7
                + _wireguard.node-d.example.com. 300 IN A 10.0.0.4
                + _wireguard.node-d.example.com. 300 IN TXT "KEY"
                """
                        .replace("KEY", KEY_D);
        String before = example.text(COM);

        assertEquals(difference, example.run("diff " + COPY).out());
        assertEquals(1, example.run("diff " + COPY + " --exit-code").exit());
        assertEquals(difference, example.run("push " + COPY + " -n").out());
        assertEquals(before, example.text(COM));
        var pushed = example.run("push " + COPY + " --yes");

        assertEquals(0, pushed.exit(), pushed.err());
        assertEquals(
                difference + "committed to " + folder + "/" + COM + ", serial 2026112302\n",
                pushed.out());
        assertEquals("nothing differs\n", example.run("diff " + COPY).out());
        assertTrue(example.text(COM).contains("10.0.0.7"));
        assertEquals(1, example.text(COM).split("_revision", -1).length - 1);
    }

    @Test
    void endpoints_of_members_are_sent_only_if_they_are_managed() {
        example.write(
                COPY,
                example.text(COPY).replace("198.51.100.10", "198.51.100.11")
                        + "www A 192.0.2.80\n");
        assertEquals("nothing differs\n", example.run("diff " + COPY).out());
        assertEquals("nothing to do\n", example.run("push " + COPY).out());

        var nobody = example.run("push " + COPY + " --manage-endpoint");
        assertEquals(2, nobody.exit());
        assertTrue(
                told(nobody).contains("node-a.example.com. A 198.51.100.10: would be removed"),
                nobody.err());

        var shown = example.run("push " + COPY + " --manage-endpoint --yes");

        assertEquals(
                """
                zone example.com.: push example.com
                - node-a.example.com. 300 IN A 198.51.100.10
                + node-a.example.com. 300 IN A 198.51.100.11
                """,
                shown.out().replaceAll("committed.*\n", ""));
        assertEquals(0, shown.exit(), shown.err());
    }

    @Test
    void what_takes_from_a_member_is_asked_about_on_a_terminal_and_requires_yes_elsewhere() {
        example.replace(COPY, "10.0.0.2", "10.0.0.7");
        String before = example.text(COM);

        var nobody = example.run("push " + COPY);

        assertEquals(2, nobody.exit());
        assertTrue(
                told(nobody)
                        .contains(
                                "_wireguard.node-b.example.com. A 10.0.0.2: would be removed;"
                                        + " check the plan with -n, then add --yes"),
                nobody.err());
        var no = onTerminal("n\n").run("push", COPY);
        assertEquals(4, no.exit());
        assertTrue(
                told(no).contains(
                                "this command removes; _wireguard.node-b.example.com. A 10.0.0.2\n"
                                        + "remove them? [y/N] "),
                no.err());
        assertEquals(4, onTerminal("").run("push", COPY).exit());
        assertEquals(before, example.text(COM));

        assertEquals(0, onTerminal("y\n").run("push", COPY).exit());

        assertTrue(example.text(COM).contains("10.0.0.7"));
    }

    private CommandFixture onTerminal(String typed) {
        return new CommandFixture(folder)
                .input(typed)
                .terminals(Streams.StandardStream.IN, Streams.StandardStream.ERR);
    }

    @Test
    void guards_refuse_a_copy_that_lost_too_much() {
        example.write(COPY, example.text(COPY).replaceAll("(?m).*\"node-.*\n", ""));
        var shown = example.run("push " + COPY + " --yes");
        assertEquals(4, shown.exit());
        assertTrue(
                told(shown).contains("_p2p.example.com TXT: would lose its last member"),
                shown.err());
    }

    @Test
    void a_number_of_members_is_needed_to_remove_many() {
        var more = new StringBuilder();
        for (int i = 10; i < 22; i++) {
            more.append("_p2p TXT \"n").append(i).append(".example.com\"\n_wireguard.n").append(i);
            more.append(" A 10.0.0.").append(i).append('\n');
        }
        example.write(COM, example.text(COM) + more);

        var refused = example.run("push " + COPY + " --yes");

        assertEquals(4, refused.exit());
        assertTrue(
                told(refused)
                        .contains(
                                "example.com: 12 of 15 members would be removed (80 %), more than"
                                        + " 30 %: n10.example.com, n11.example.com, n12.example.com,"
                                        + " n13.example.com, n14.example.com, n15.example.com,"
                                        + " n16.example.com, n17.example.com, n18.example.com,"
                                        + " n19.example.com, …; if intended: --max-delete 12"),
                refused.err());
        assertEquals(4, example.run("push " + COPY + " --yes --max-delete 11").exit());
        var done = example.run("push " + COPY + " --yes --max-delete 12");
        assertEquals(0, done.exit(), done.err());
        assertEquals("nothing differs\n", example.run("diff " + COPY).out());
    }

    @Test
    void over_two_zones_hosts_get_records_first_and_lose_them_last() {
        example.write(
                COPY,
                example.text(COPY).replace("\"node-c.example.net\"", "\"node-e.example.net\""));
        example.write(NET_COPY, example.text(NET_COPY).replace("node-c", "node-e"));

        var shown = example.run("push " + COPY + " " + NET_COPY + " --yes");

        assertEquals(
                """
                zone example.net.: push example.net
                + _wireguard.node-e.example.net. 300 IN TXT "mEshKpyb8WxRc8OyF9sH5bQVaSBFa1Zk0Red6x704WY="
                + _wireguard.node-e.example.net. 300 IN A 10.0.0.3
                + _wireguard.node-e.example.net. 300 IN A 192.168.1.3
                + _meta._wireguard.node-e.example.net. 300 IN TXT "nat=yes"
                zone example.com.: push example.com
                - _p2p.example.com. 300 IN TXT "node-c.example.net"
                + _p2p.example.com. 300 IN TXT "node-e.example.net"
                + _revision._p2p.example.com. 300 IN TXT "1"
                zone example.net.: push example.net
                - _wireguard.node-c.example.net. 300 IN A 10.0.0.3
                - _wireguard.node-c.example.net. 300 IN A 192.168.1.3
                - _wireguard.node-c.example.net. 300 IN TXT "mEshKpyb8WxRc8OyF9sH5bQVaSBFa1Zk0Red6x704WY="
                - _meta._wireguard.node-c.example.net. 300 IN TXT "nat=yes"
                """
                        .lines()
                        .sorted()
                        .toList(),
                shown.out().lines().filter(l -> !l.startsWith("committed")).sorted().toList(),
                shown.err());
        assertEquals(
                List.of("example.net", "example.com", "example.net"),
                shown.out()
                        .lines()
                        .filter(line -> line.startsWith("zone "))
                        .map(line -> line.replaceAll(".*push ", ""))
                        .toList());
    }

    @Test
    void an_address_that_moves_in_another_zone_raises_the_revision_of_its_list() {
        example.replace(NET_COPY, "10.0.0.3", "10.0.0.8");

        var shown = example.run("push " + COPY + " " + NET_COPY + " --yes");

        assertEquals(0, shown.exit(), shown.err());
        assertTrue(example.text(NET).contains("10.0.0.8"));
        assertTrue(example.text(COM).contains("_revision._p2p"), shown.out());
        assertEquals("nothing to do\n", example.run("push " + COPY + " " + NET_COPY).out());
    }

    @Test
    void the_hosted_file_itself_is_not_a_copy_and_two_copies_of_a_zone_are_one_too_many() {
        assertEquals(2, example.run("diff " + COM).exit());
        assertTrue(
                example.run("diff " + COM)
                        .err()
                        .contains("is the hosted zone itself: there is nothing to compare"));
        example.write("copy/other.zone", example.text(COPY));
        assertEquals(2, example.run("push " + COPY + " copy/other.zone").exit());
        assertEquals(3, example.run("push copy/none.zone").exit());
        assertEquals(2, example.run("push " + COPY + " plan.json").exit());
    }

    @Test
    void a_saved_plan_of_a_mesh_with_another_name_is_committed_without_naming_the_mesh() {
        var made = example.run("init _q.example.com --pool 10.9.0.0/24");
        assertEquals(0, made.exit(), made.err());
        assertEquals(0, example.run("join h1.example.com --mesh _q.example.com").exit());
        var saved =
                example.run(
                        "join h2.example.com --mesh _q.example.com --out plan.json --public-key "
                                + OTHER_KEY);
        assertEquals(0, saved.exit(), saved.err());

        var pushed = example.run("push plan.json");

        assertEquals(0, pushed.exit(), pushed.err());
        assertTrue(example.run("list _q.example.com").out().contains("h2.example.com"));
    }

    @Test
    void a_member_of_a_mesh_with_another_name_leaves_its_list_too() throws IOException {
        assertEquals(0, example.run("init _q.example.com --pool 10.9.0.0/24").exit());
        assertEquals(0, example.run("join h1.example.com --mesh _q.example.com").exit());
        Files.copy(folder.resolve(COM), folder.resolve(COPY), StandardCopyOption.REPLACE_EXISTING);
        String join = "join h2.example.com --mesh _q.example.com --public-key ";
        var joined = example.run(join + OTHER_KEY);
        assertEquals(0, joined.exit(), joined.err());

        var pushed = example.run("push " + COPY + " --yes");

        assertEquals(0, pushed.exit(), pushed.err());
        assertTrue(
                pushed.out().contains("- _q.example.com. 300 IN TXT \"h2.example.com\"\n"),
                pushed.out());
        assertTrue(
                pushed.out().contains("+ _revision._q.example.com. 300 IN TXT \"3\"\n"),
                pushed.out());
        assertFalse(example.text(COM).contains("h2"), example.text(COM));
    }

    @Test
    void a_saved_plan_is_committed_exactly_so() {
        var saved = example.run("join node-d.example.com --out plan.json");
        assertEquals(0, saved.exit(), saved.err());
        assertTrue(saved.err().endsWith("plan: saved in plan.json\n"), saved.err());
        assertTrue(saved.out().startsWith("zone example.com.: join node-d.example.com\n+ "));
        assertTrue(Files.exists(folder.resolve("node-d.example.com.key")));
        String before = example.text(COM);
        assertEquals(4, example.run("join node-e.example.com --out plan.json").exit());
        assertEquals(saved.out(), example.run("push plan.json -n").out());
        assertEquals(before, example.text(COM));

        var pushed = example.run("push plan.json");

        assertEquals(0, pushed.exit(), pushed.err());
        assertTrue(pushed.out().startsWith(saved.out()), pushed.out());
        assertTrue(example.run("join node-d.example.com").out().contains("has joined already"));
        var again = example.run("push plan.json");
        assertEquals(4, again.exit());
        assertTrue(
                told(again)
                        .contains(
                                "_p2p.example.com TXT: changed since: + \"node-d.example.com\";"
                                        + " make a new plan"),
                again.err());
    }

    @Test
    void a_stale_plan_lists_what_differs_and_changes_nothing() {
        example.run("join node-d.example.com --out plan.json");
        example.run("join node-e.example.com --public-key " + KEY_B + " --ip 10.0.0.77");
        String key = "testE818BYl2SOmcGNEz6eHSDqfSPrQvIJHqH0G/BBI=";
        var other = example.run("join node-e.example.com --ip 10.0.0.77 --public-key " + key);
        assertEquals(0, other.exit(), other.err());
        String before = example.text(COM);

        var stale = example.run("push plan.json");

        assertEquals(4, stale.exit());
        assertEquals(
                """
                _p2p.example.com TXT: changed since: + "node-e.example.com"; make a new plan
                _revision._p2p.example.com TXT: changed since: + "1"; make a new plan
                """,
                told(stale).replaceAll("(?m)^error: ", "").replaceAll("(?m)^records: .*\n", ""));
        assertEquals(before, example.text(COM));
    }

    @Test
    void all_plans_of_a_file_are_checked_before_the_first_is_committed() {
        var saved = example.run("join node-d.example.net --mesh _p2p.example.com --out plan.json");
        assertEquals(0, saved.exit(), saved.err());
        String net = example.text(NET);
        example.replace(COM, "\"node-b.example.com\"", "\"node-x.example.com\"");

        assertEquals(4, example.run("push plan.json").exit());

        assertEquals(net, example.text(NET));
        example.replace(COM, "\"node-x.example.com\"", "\"node-b.example.com\"");
        var pushed = example.run("push plan.json");
        assertEquals(0, pushed.exit(), pushed.err());
        assertTrue(example.run("list").out().contains("node-d.example.net"));
    }

    @Test
    void flags_must_name_the_place_of_the_plan() {
        example.run("join node-d.example.com --out plan.json");
        var shown = example.run("push plan.json --zones copy");
        assertEquals(2, shown.exit());
        assertTrue(
                told(shown)
                        .contains(
                                "join node-d.example.com: is for the zone files of "
                                        + folder
                                        + "/zones, and flags name the zone files of"),
                shown.err());
        assertEquals(0, example.run("push plan.json --zones zones").exit());
    }

    @Test
    void what_diff_prints_as_json_can_be_pushed() {
        example.write(COPY, example.text(COPY) + MEMBER_D);
        example.write("plan.json", example.run("diff " + COPY + " -o json").out());

        var pushed = example.run("push plan.json");

        assertEquals(0, pushed.exit(), pushed.err());
        assertEquals("nothing differs\n", example.run("diff " + COPY).out());
    }

    @Test
    void a_saved_plan_with_an_endpoint_is_pushed_too() {
        example.run("join node-d.example.com --endpoint 203.0.113.4 --out plan.json");
        var pushed = example.run("push plan.json");
        assertEquals(0, pushed.exit(), pushed.err());
        assertTrue(pushed.out().contains("+ node-d.example.com. 300 IN A 203.0.113.4\n"));
    }

    /** What it said on stderr, a problem a line. */
    private static String told(CommandFixture.CommandOutput shown) {
        return shown.err().replace("\n  fix: ", "; ").replace("\n  ", "; ");
    }
}
