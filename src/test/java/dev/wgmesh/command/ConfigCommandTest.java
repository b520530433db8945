package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.JsonSchema;
import dev.wgmesh.testing.Signers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConfigCommandTest {
    private static final String TOML =
            """
            mesh = "_p2p.example.com"
            [zone."example.com"]
            server = "ns1.example.com"
            tsig-key-file = "tsig.key"
            [zone."example.net"]
            route53 = true
            profile = "dns"
            [zone."example.org"]
            zones = "org"
            """;

    @TempDir Path folder;

    @BeforeEach
    void settings() throws IOException {
        Files.createDirectory(folder.resolve("zones"));
        Files.writeString(folder.resolve("tsig.key"), "hmac-sha256:k:c2VjcmV0\n");
        Files.writeString(folder.resolve("wg-mesh.toml"), TOML);
    }

    private String shown(String... flags) {
        CommandOutput shown =
                new CommandFixture(folder)
                        .run(
                                Stream.concat(Stream.of("config", "show"), Stream.of(flags))
                                        .toArray(String[]::new));
        assertEquals(0, shown.exit(), shown.err());
        assertEquals("", shown.err());
        assertFalse(shown.out().contains("c2VjcmV0"), "no secret is shown");
        return shown.out()
                .replace(folder.toString(), ".")
                .replaceAll("(system's resolver) .*", "$1")
                .replaceAll(" +", " ")
                .replaceAll("(?m) $", "");
    }

    @Test
    void the_signers_of_the_lock_are_shown() throws IOException {
        String one = Signers.RFC.verifyKey().text();
        String two = Signers.SECOND.verifyKey().text();
        String lock = "lock = [\"" + one + "\", \"" + two + "\"]\n";
        Files.writeString(folder.resolve("wg-mesh.toml"), lock);
        for (String[] flags : new String[][] {{}, {"--server", "ns1.example.com"}}) {
            String shown = shown(flags);
            assertTrue(shown.contains("\nlock 1 of " + one + ", " + two + "\n"), shown);
        }
        Files.writeString(folder.resolve("wg-mesh.toml"), lock + "lock-signatures = 2\n");
        JsonNode document = JsonMapper.shared().readTree(shown("-o", "json"));
        assertEquals(List.of(), JsonSchema.faults(Path.of("docs/schema"), "config.json", document));
        assertEquals(two, document.at("/lock/signers/1").stringValue());
        assertEquals(2, document.at("/lock/required").intValue());
    }

    @Test
    void what_is_in_force_is_reported_with_where_it_is_from() {
        assertEquals(
                """
                CONFIGURATION IS
                ./wg-mesh.toml in force
                ./home/.config/wg-mesh/wg-mesh.toml does not exist
                /etc/wg-mesh/wg-mesh.toml does not exist
                ./zones/ in force

                ZONE PLACE
                example.com the server ns1.example.com (signed with ./tsig.key)
                example.net Route53 (profile dns)
                example.org the zone files of ./org
                any other the zone files of ./zones

                BESIDES IS
                mesh _p2p.example.com
                system's resolver
                dnssec off
                lock - (every listed member counts)
                state of a node /var/lib/wg-mesh
                receipts, audit.log ./home/.local/state/wg-mesh
                """,
                shown());
    }

    @Test
    void receipts_and_the_audit_log_are_in_one_folder_that_depends_on_the_user_id() {
        String users = folder + "/home/.local/state/wg-mesh";
        assertEquals(users, receipts(new CommandFixture(folder)));
        assertEquals(users, receipts(new CommandFixture(folder).environment("USER", "root")));
        assertEquals("/var/lib/wg-mesh", receipts(new CommandFixture(folder).asRoot()));
        assertEquals(
                "/var/lib/wg-mesh",
                receipts(new CommandFixture(folder).asRoot().environment("USER", "ann")));
        assertEquals(
                "/state/wg-mesh",
                receipts(
                        new CommandFixture(folder)
                                .asRoot()
                                .environment("XDG_STATE_HOME", "/state")));
    }

    private static String receipts(CommandFixture screen) {
        String out = screen.run("config", "show").out();
        return out.lines()
                .filter(line -> line.startsWith("receipts, audit.log"))
                .map(line -> line.replaceAll(".* ", ""))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_flag_applies_to_every_zone_and_only_the_mesh_is_left() {
        assertEquals(
                """
                CONFIGURATION IS
                ./wg-mesh.toml only its mesh is used: flags name the location
                ./home/.config/wg-mesh/wg-mesh.toml does not exist
                /etc/wg-mesh/wg-mesh.toml does not exist
                ./zones/ ignored: flags name the location

                ZONE PLACE
                any the zone files of ./z (then runs rndc reload)
                in none of those the resolver 192.0.2.1

                BESIDES IS
                mesh _p2p.example.com
                system's resolver
                dnssec off
                lock - (every listed member counts)
                state of a node /var/lib/wg-mesh
                receipts, audit.log ./home/.local/state/wg-mesh
                """,
                shown("--zones", "z", "--reload", "rndc reload", "--resolver", "192.0.2.1"));
    }

    @Test
    void a_nodes_own_commands_heed_nothing_in_the_working_directory() throws IOException {
        Path users = Files.createDirectories(folder.resolve("home/.config/wg-mesh"));
        Files.writeString(users.resolve("wg-mesh.toml"), "mesh = \"_p2p.example.org\"\n");
        String all = shown();
        assertTrue(all.contains("home/.config/wg-mesh/wg-mesh.toml ignored: an earlier file"), all);
        assertEquals(
                """
                CONFIGURATION IS
                ./wg-mesh.toml ignored: apply, plan and down use no file of the working directory
                ./home/.config/wg-mesh/wg-mesh.toml in force
                /etc/wg-mesh/wg-mesh.toml does not exist
                ./zones/ ignored: apply, plan and down use no file of the working directory

                ZONE PLACE
                any the system's resolver

                BESIDES IS
                mesh _p2p.example.org
                system's resolver
                dnssec off
                lock - (every listed member counts)
                state of a node /var/lib/wg-mesh
                receipts, audit.log ./home/.local/state/wg-mesh
                """,
                shown("--node"));
    }

    @Test
    void the_same_as_json() {
        for (String flags :
                List.of(
                        "",
                        " --node",
                        " --axfr 192.0.2.1 --tsig-key-file tsig.key --resolver 192.0.2.2",
                        " --tsig-key-file tsig.key",
                        " --zones z --reload rndc",
                        " --route53 --hosted-zone-id Z --private-zone --endpoint-url http://a/")) {
            CommandOutput shown =
                    new CommandFixture(folder).run(("config show -o json" + flags).split(" "));
            assertEquals(0, shown.exit(), shown.err());
            JsonNode document = JsonMapper.shared().readTree(shown.out());
            assertEquals(
                    List.of(),
                    JsonSchema.faults(Path.of("docs/schema"), "config.json", document),
                    shown.out());
        }
    }

    @Test
    void nothing_else_can_be_done_with_it() {
        CommandOutput shown = new CommandFixture(folder).run("config", "edit");
        assertEquals(2, shown.exit());
        assertTrue(shown.err().contains("expected one of show, got 'edit'"), shown.err());
    }
}
