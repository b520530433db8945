package dev.wgmesh.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.DnssecMode;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.PskMode;
import dev.wgmesh.model.RoutePlace;
import dev.wgmesh.plan.FileCommands;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.Route53Location;
import dev.wgmesh.plan.TsigSettings;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.Question;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingsParserTest {
    private static final Path FILE = Path.of("/etc/wg-mesh/wg-mesh.toml");

    @Test
    void dnssec_is_a_mode_and_a_file_relative_to_the_settings() {
        assertEquals(
                new DnssecChoice(
                        Optional.of(DnssecMode.REQUIRE),
                        Optional.of(Path.of("/etc/wg-mesh/anchor.ds"))),
                SettingsParser.parse(
                                FILE,
                                "dnssec = \"require\"\ndnssec-anchor = \"anchor.ds\"\n",
                                false)
                        .dnssec());
        assertEquals(
                "F: dnssec: expected require, prefer or off, not 'on'",
                faults("dnssec = \"on\"\ndnssec-anchor = \"anchor.ds\"\n", false));
        assertEquals(
                "F: dnssec-anchor: requires dnssec; add dnssec = \"require\"",
                faults("dnssec-anchor = \"anchor.ds\"\n", false));
    }

    private static String faults(String text, boolean mayRun) {
        return assertThrows(Failure.class, () -> SettingsParser.parse(FILE, text, mayRun))
                .problems()
                .stream()
                .map(problem -> problem.toString().replace(FILE.toString(), "F"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void all_that_can_be_said_is_read() {
        var settings =
                SettingsParser.parse(
                        FILE,
                        """
                        mesh = "_p2p.example.com"
                        [zone."example.com"]
                        server = "ns1.example.com"
                        tsig-key-file = "/etc/wg-mesh/example.com.key"
                        allow-weak-tsig = true
                        [zone."Example.NET."]
                        route53 = true
                        hosted-zone-id = "Z2"
                        profile = "dns"
                        private-zone = true
                        [zone."example.org"]
                        tsig-key-file = "example.com.key"
                        [zone."lab.example"]
                        zones = "lab"
                        reload = "rndc reload lab.example"
                        resign = "sign-lab now"
                        """,
                        true);
        assertEquals(Optional.of(new MeshName("_p2p.example.com")), settings.mesh());
        var key = Optional.of(Path.of("/etc/wg-mesh/example.com.key"));
        assertEquals(
                Map.of(
                        Question.name("example.com"),
                        new Location.Server("ns1.example.com", new TsigSettings(key, true)),
                        Question.name("example.net"),
                        new Route53Location(
                                Optional.of("Z2"), Optional.of("dns"), Optional.empty(), true),
                        Question.name("example.org"),
                        new Location.Primary(new TsigSettings(key, false)),
                        Question.name("lab.example"),
                        new Location.Folder(
                                Path.of("/etc/wg-mesh/lab"),
                                new FileCommands(
                                        List.of("sign-lab", "now"),
                                        List.of("rndc", "reload", "lab.example")))),
                settings.zones());
    }

    @Test
    void an_empty_file_says_nothing() {
        assertEquals(
                new Settings(
                        Optional.of(FILE),
                        Optional.empty(),
                        Map.of(),
                        LockSettings.NONE,
                        DnssecChoice.NONE,
                        PskSettings.NONE,
                        false,
                        RoutePlace.MAIN),
                SettingsParser.parse(FILE, "", false));
    }

    @Test
    void pin_pins_the_keys_of_members() {
        assertTrue(SettingsParser.parse(FILE, "pin = true", false).pin());
        assertFalse(SettingsParser.parse(FILE, "pin = false", false).pin());
        assertThrows(Failure.class, () -> SettingsParser.parse(FILE, "pin = \"yes\"", false));
    }

    @Test
    void routes_have_a_table_and_a_metric() {
        assertEquals(
                new RoutePlace(100, 50),
                SettingsParser.parse(FILE, "table = 100\nmetric = 50", false).routes());
        for (String wrong : List.of("table = 255", "table = 0", "metric = 0", "metric = -1")) {
            assertThrows(Failure.class, () -> SettingsParser.parse(FILE, wrong, false), wrong);
        }
    }

    @Test
    void the_secrets_of_preshared_keys_are_one_file_or_two() {
        Path folder = FILE.resolveSibling(".").normalize();
        assertEquals(
                new PskSettings(List.of(folder.resolve("mesh.psk")), Optional.empty()),
                SettingsParser.parse(FILE, "psk-file = \"mesh.psk\"", false).presharedKeys());
        assertEquals(
                new PskSettings(
                        List.of(folder.resolve("mesh.psk"), Path.of("/run/next.psk")),
                        Optional.of(PskMode.REQUIRED)),
                SettingsParser.parse(
                                FILE,
                                "psk-file = [\"mesh.psk\", \"/run/next.psk\"]\npsk = \"required\"",
                                false)
                        .presharedKeys());
        assertEquals(
                """
                F: psk-file: expected a file, or ["PRESENT", "NEXT"], not ''
                F: psk: expected optional or required, not 'always'\
                """,
                faults("psk-file = \"\"\npsk = \"always\"", true));
        assertEquals(
                "F: psk: requires a secret; add psk-file = \"FILE\", or remove the key",
                faults("psk = \"optional\"", true));
    }

    @Test
    void unknown_keys_name_the_nearest_known_one_and_all_are_reported() {
        assertEquals(
                """
                F: zone."example.com": the zone has no location; give exactly one of zones, server, route53
                F: zone."example.com".sever: unknown key; did you mean server?
                F: zone."example.com".what: unknown key; remove the key; known keys: allow-weak-tsig, hosted-zone-id, private-zone, profile, reload, resign, route53, server, tsig-key-file, zones
                F: mash: unknown key; did you mean mesh?\
                """,
                faults(
                        """
                        mash = "_p2p.example.com"
                        [zone."example.com"]
                        sever = "ns1"
                        what = 1
                        """,
                        true));
    }

    @Test
    void a_name_that_was_not_quoted_is_reported() {
        assertEquals(
                "F: zone.\"example\": contains a table;"
                        + " quote a name that has dots: [zone.\"example.com\"]",
                faults("[zone.example.com]\nroute53 = true\n", true));
    }

    @Test
    void a_zone_has_one_place() {
        assertEquals(
                "F: zone.\"a.b\": the zone has 2 locations; give exactly one of zones, server,"
                        + " route53",
                faults("[zone.\"a.b\"]\nroute53 = true\nzones = \"z\"\n", true));
    }

    @Test
    void what_is_about_another_kind_of_place_is_reported() {
        assertEquals(
                """
                F: zone."a.b".tsig-key-file: is a setting for a server, and this zone is hosted elsewhere; remove tsig-key-file
                F: zone."a.b".profile: is a setting for Route53, and this zone is hosted elsewhere; remove profile\
                """,
                faults(
                        """
                        [zone."a.b"]
                        zones = "z"
                        tsig-key-file = "k"
                        profile = "p"
                        """,
                        true));
        assertEquals(
                """
                F: zone."a.b".reload: is a setting for zone files, and this zone is hosted elsewhere; remove reload
                F: zone."a.b".hosted-zone-id: is a setting for Route53, and this zone is hosted elsewhere; remove hosted-zone-id
                F: zone."a.b".allow-weak-tsig: requires tsig-key-file; add tsig-key-file, or remove allow-weak-tsig
                F: zone."c.d".reload: is a setting for zone files, and this zone is hosted elsewhere; remove reload\
                """,
                faults(
                        """
                        [zone."a.b"]
                        server = "ns1"
                        allow-weak-tsig = true
                        hosted-zone-id = "Z"
                        reload = "x"
                        [zone."c.d"]
                        route53 = true
                        reload = "x"
                        """,
                        true));
    }

    @Test
    void a_command_that_no_shell_could_split_is_reported() {
        assertEquals(
                "F: zone.\"a.b\".reload: 'rndc 'x' is empty or has an unclosed quote;"
                        + " write a program and its arguments, such as \"rndc reload example.com\"",
                faults("[zone.\"a.b\"]\nzones = \"z\"\nreload = \"rndc 'x\"\n", true));
    }

    @Test
    void a_command_to_run_is_only_for_the_machine_s_own_file() {
        assertEquals(
                "F: zone.\"a.b\".reload: only F may name a command to run;"
                        + " move the setting to that file, or give --reload COMMAND with --zones",
                faults("[zone.\"a.b\"]\nzones = \"z\"\nreload = \"rndc reload\"\n", false));
    }

    @Test
    void wrong_types_and_names_are_reported() {
        assertEquals(
                """
                F: mesh: expected a string in double quotes
                F: zone."a.b".route53: expected true or false
                F: zone."a.b": the zone has no location; give exactly one of zones, server, route53\
                """,
                faults("mesh = 1\n[zone.\"a.b\"]\nroute53 = \"yes\"\n", true));
        assertEquals(
                "F: mesh: expected a mesh name such as _p2p.example.com, not 'p2p'",
                faults("mesh = \"p2p\"\n", true));
    }

    @Test
    void what_is_not_toml_is_reported_with_its_line() {
        assertEquals(
                "F:2: is not TOML: Newline not permitted here; see examples/wg-mesh.toml",
                faults("mesh = \"_p2p.example.com\"\nzone = \n", true));
    }

    @Test
    void a_lock_names_signers_and_how_many_must_sign() {
        String one = "ed25519:11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
        String two = "ed25519:PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=";
        String text = "lock = [\"" + one + "\", \"" + two + "\"]\nlock-signatures = 2\n";
        LockSettings lock = SettingsParser.parse(FILE, text, true).lock();
        assertEquals(2, lock.lock(Optional.empty()).orElseThrow().required());
        assertEquals(2, lock.signers().size());
        assertEquals(LockSettings.NONE, SettingsParser.parse(FILE, "", true).lock());
        assertEquals(
                "F: lock[0]: expected a key that wg-mesh lock init prints, not 'x'",
                faults("lock = [\"x\"]\n", true));
        assertEquals(
                "F: lock: names no signer, so nothing would be checked; name a signer, or remove"
                        + " the key",
                faults("lock = []\n", true));
        assertEquals(
                "F: lock: names a signer twice; remove one of the two",
                faults("lock = [\"" + one + "\", \"" + one + "\"]\n", true));
        for (String wrong : List.of("0", "101", "-1")) {
            assertEquals(
                    "F: lock-signatures: expected 1 to the number of signers",
                    faults("lock-signatures = " + wrong + "\n", true));
        }
        LockSettings few = SettingsParser.parse(FILE, text.replace("= 2", "= 3"), true).lock();
        assertEquals(
                "[lock-signatures: expected 1 to 2 signatures, the number of different signers;"
                        + " name more signers, or lower lock-signatures in wg-mesh.toml]",
                assertThrows(Failure.class, () -> few.lock(Optional.empty()))
                        .problems()
                        .toString());
    }
}
