package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.cli.Streams.StandardStream;
import dev.wgmesh.testing.CommandFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetPolicyCommandTest {
    private static final String COM = "zones/example.com.zone";
    private static final String WIDER =
            "set-policy _p2p.example.com --pool 10.0.0.0/23 --ttl 60 --paths tunnel";

    @TempDir Path folder;
    private ExampleZones example = new ExampleZones(Path.of(""));
    private String before = "";

    @BeforeEach
    void copy() {
        example = ExampleZones.in(folder);
        before = example.text(COM);
    }

    @Test
    void the_policy_changes_once_and_is_rolled_back() {
        var output = example.run(WIDER + " --yes --receipt receipt.json");
        assertEquals("the policy of _p2p.example.com changed\n", output.out());
        assertEquals(0, output.exit(), output.err());
        String once = example.text(COM);
        for (String text :
                new String[] {
                    "pool=10.0.0.0/23", "allow=192.168.1.0/24", "ttl=60", "paths=tunnel"
                }) {
            assertTrue(once.contains("\"" + text + "\""), once);
        }
        assertFalse(once.contains("pool=10.0.0.0/24"), once);
        assertTrue(once.contains("_revision._p2p"), once);
        assertTrue(Files.exists(example.path("receipt.json")));
        assertEquals(
                "the policy of _p2p.example.com is already up to date\n",
                example.run(WIDER + " --yes").out());
        assertEquals(once, example.text(COM));

        var undone = example.run("rollback receipt.json --yes");
        assertEquals(0, undone.exit(), undone.err());
        assertTrue(example.text(COM).contains("\"pool=10.0.0.0/24\""));
    }

    @Test
    void the_hint_of_preshared_keys_is_set_listed_and_removed() {
        example.run("set-policy _p2p.example.com --psk-mode required --yes");
        assertTrue(example.text(COM).contains("\"psk=required\""), example.text(COM));
        assertTrue(
                example.run("list _p2p.example.com")
                        .out()
                        .endsWith("\npreshared keys: required\n"));
        example.run("set-policy _p2p.example.com --no-psk-mode --yes");
        assertFalse(example.text(COM).contains("psk="), example.text(COM));
    }

    @Test
    void a_pool_is_not_removed_without_consent() {
        var output = example.run(WIDER);
        assertEquals(2, output.exit(), output.err());
        assertTrue(output.err().contains("add --yes"), output.err());
        var answered =
                new CommandFixture(folder)
                        .terminals(StandardStream.IN, StandardStream.ERR)
                        .input("n\n")
                        .run(WIDER.split(" "));
        assertEquals(4, answered.exit(), answered.err());
        assertEquals(before, example.text(COM));
    }

    @Test
    void a_dry_run_a_saved_plan_and_emit_write_nothing() {
        var shown = example.run("set-policy _p2p.example.com --ttl 60 -n");
        assertEquals(0, shown.exit(), shown.err());
        assertTrue(
                shown.out().contains("+ _policy._p2p.example.com. 300 IN TXT \"ttl=60\"\n"),
                shown.out());
        assertEquals(0, example.run("set-policy _p2p.example.com --ttl 60 --emit").exit());
        assertEquals(0, example.run("set-policy _p2p.example.com --ttl 60 --out p.json").exit());
        assertEquals(before, example.text(COM));
        var pushed = example.run("push p.json --yes");
        assertEquals(0, pushed.exit(), pushed.err());
        assertTrue(example.text(COM).contains("\"ttl=60\""));
        var removed = example.run("set-policy _p2p.example.com --no-ttl --yes -o json");
        assertEquals(0, removed.exit(), removed.err());
        assertTrue(removed.out().contains("\"wg-mesh/zone-plan\""), removed.out());
        assertFalse(example.text(COM).contains("\"ttl=60\""));
    }
}
