package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.CommandFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
    private static final String NET = "zones/example.net.zone";
    private static final String FULL =
            "init _p2p.example.net --pool 10.9.0.0/24 --pool fd09::/64"
                    + " --allow 192.168.9.0/24 --paths tunnel --ttl 120";

    @TempDir Path folder;
    private ExampleZones example = new ExampleZones(Path.of(""));
    private String before = "";

    @BeforeEach
    void copy() {
        example = ExampleZones.in(folder);
        before = example.text(NET);
    }

    private String said(CommandFixture.CommandOutput shown) {
        return shown.err()
                .replace(folder.toString(), ".")
                .replace("records: the zone files of ./zones\n", "");
    }

    @Test
    void a_mesh_is_created_once() {
        var shown = example.run(FULL);
        assertEquals("_p2p.example.net is created\n", shown.out());
        assertEquals(0, shown.exit(), shown.err());
        String once = example.text(NET);
        for (String text :
                new String[] {
                    "pool=10.9.0.0/24",
                    "pool=fd09::/64",
                    "allow=192.168.9.0/24",
                    "paths=tunnel",
                    "ttl=120"
                }) {
            assertTrue(once.contains("\"" + text + "\""), once);
        }
        assertEquals("_p2p.example.net already exists with this policy\n", example.run(FULL).out());
        assertEquals(once, example.text(NET));
    }

    @Test
    void another_policy_is_refused() {
        var shown = example.run("init _p2p.example.com --pool 10.8.0.0/24");
        assertEquals(
                """
                error: _policy._p2p.example.com TXT: already holds another policy: pool=10.0.0.0/24 allow=192.168.1.0/24
                  fix: change the policy: wg-mesh set-policy _p2p.example.com; or create a mesh with another name
                """,
                said(shown));
        assertEquals(4, shown.exit());
    }

    @Test
    void a_dry_run_and_emit_write_nothing() {
        assertEquals(
                """
                zone example.net.: init _p2p.example.net
                + _policy._p2p.example.net. 300 IN TXT "pool=10.9.0.0/24"
                """,
                example.run("init _p2p.example.net --pool 10.9.0.0/24 -n").out());
        assertEquals(
                """
                ; zone example.net.
                _policy._p2p.example.net. 300 IN TXT "pool=10.9.0.0/24"
                """,
                example.run("init _p2p.example.net --pool 10.9.0.0/24 --emit").out());
        assertEquals(
                """
                ; zone example.net.
                _policy._p2p.example.net. 300 IN TXT "pool=10.9.0.0/24"
                _policy._p2p.example.net. 300 IN TXT "psk=optional"
                """,
                example.run("init _p2p.example.net --pool 10.9.0.0/24 --psk-mode optional --emit")
                        .out());
        assertEquals(before, example.text(NET));
    }

    @Test
    void what_no_folder_holds_or_no_mesh_is_called_is_reported() {
        var shown = example.run("init _p2p.lab.example --pool 10.9.0.0/24");
        assertEquals(
                """
                error: _policy._p2p.lab.example: has no zone file in ./zones
                  fix: name the folder of the zone: --zones DIR
                """,
                said(shown));
        assertEquals(3, shown.exit());
        for (String line :
                new String[] {
                    "init p2p.example.net --pool 10.9.0.0/24",
                    "init _p2p.example.net",
                    "init _p2p.example.net --pool 10.9.0.1/24",
                    "init _p2p.example.net --pool 10.9.0.0/24 --ttl 0",
                    "init _p2p.example.net --pool 10.9.0.0/24 --paths round",
                    "init"
                }) {
            var wrong = example.run(line);
            assertEquals(2, wrong.exit(), line);
            assertTrue(said(wrong).matches("(error: .+: .+\n  fix: .+\n)+"), wrong.err());
            assertEquals("", wrong.out());
        }
        assertEquals(before, example.text(NET));
    }
}
