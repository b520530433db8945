package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.dns.FakeDns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Rcode;

class CompleteCommandTest {
    @TempDir Path folder;

    @BeforeEach
    void a_mesh_in_zone_files() throws IOException {
        Path zones = Files.createDirectory(folder.resolve("zones"));
        for (String name : new String[] {"example.com.zone", "example.net.zone"}) {
            Files.copy(Path.of("zones", name), zones.resolve(name));
        }
    }

    private CommandOutput run(String... words) {
        var line = new String[words.length + 1];
        line[0] = "complete";
        System.arraycopy(words, 0, line, 1, words.length);
        return new CommandFixture(folder).run(line);
    }

    /** The words alone, on one line. */
    private String complete(String... words) {
        CommandOutput output = run(words);
        assertEquals("0", output.exit() + output.err());
        return output.out()
                .lines()
                .map(line -> line.replaceFirst("\t.*", ""))
                .collect(Collectors.joining(" "));
    }

    @Test
    void commands_have_their_summary() {
        assertEquals(
                "join\tAdd a host to the mesh: key, mesh addresses, records.\n", run("jo").out());
        assertEquals("set set-policy", complete("set"));
        assertEquals("set set-policy", complete("-o", "json", "set"));
        assertEquals("join", complete("help", "jo"));
        assertFalse((" " + complete("") + " ").contains(" complete "), "is for scripts only");
    }

    @Test
    void options_are_offered_once_unless_they_repeat() {
        assertEquals("--zones", complete("list", "--zo"));
        assertEquals("", complete("list", "--zones", "a", "--zo"));
        assertEquals("--resolver", complete("list", "--resolver", "a", "--resol"));
        assertEquals("-o", complete("list", "-o"));
        assertEquals("", complete("list", "--", "--zo"));
        assertTrue(complete("keygen", "").startsWith("--out "), "no argument: options");
    }

    @Test
    void values_are_offered_behind_a_space_and_behind_an_equals_sign() {
        assertEquals("text json", complete("list", "-o", ""));
        assertEquals("--output=json", complete("list", "--output=j"));
        assertEquals("wg-quick wg", complete("export", "node-a.example.com", "--format", "w"));
        assertEquals("bash zsh fish", complete("completion", ""));
        assertEquals("request", complete("lock", "re"));
    }

    @Test
    void files_are_left_to_the_shell() {
        assertEquals(":files ", complete("list", "--zones", "zo"));
        assertEquals(":files --zones=", complete("list", "--zones=zo"));
        assertEquals(":files ", complete("push", ""));
        assertEquals("_p2p.example.com :files ", complete("validate", ""));
    }

    @Test
    void rules_are_offered_with_their_level_as_a_second_step() {
        assertEquals("A006", complete("validate", "--explain", "A006"));
        assertEquals("A006=", complete("validate", "--rule", "A006"));
        assertEquals("A006=warning", complete("validate", "--rule", "A006=w"));
        assertEquals("--rule=A006=", complete("validate", "--rule=A006"));
    }

    @Test
    void meshes_and_members_are_those_of_the_zone_files_at_hand() throws IOException {
        assertEquals("_p2p.example.com", complete("_"));
        assertEquals("_p2p.example.com", complete("list", ""));
        assertEquals(
                "node-a.example.com node-b.example.com node-c.example.net", complete("show", ""));
        assertEquals("node-b.example.com", complete("why", "node-a.example.com", "node-b"));
        Files.move(folder.resolve("zones"), folder.resolve("others"));
        assertEquals("", complete("list", ""));
        assertEquals("_p2p.example.com", complete("list", "--zones", "others", ""));
        assertEquals("_p2p.example.com", complete("list", "--zones=others", "_"));
    }

    @Test
    void the_mesh_of_the_settings_is_offered() throws IOException {
        Files.writeString(folder.resolve("wg-mesh.toml"), "mesh = \"_p2p.example.org\"\n");
        assertEquals("_p2p.example.com _p2p.example.org", complete("list", "_"));
    }

    @Test
    void members_of_a_mesh_that_is_not_at_hand_are_those_that_dns_lists() throws Exception {
        Files.move(folder.resolve("zones"), folder.resolve("others"));
        List<String> list = List.of("_p2p.example.com. 300 TXT \"node-x.example.com\"");
        try (FakeDns server =
                FakeDns.start((query, _) ->
                        new FakeDns.Reaction.Send(
                                FakeDns.reply(query, Rcode.NOERROR, list).toWire()))) {
            String resolver = "127.0.0.1:" + server.address().getPort();
            assertEquals(
                    "node-x.example.com\n",
                    run("show", "--mesh=_p2p.example.com", "--resolver", resolver, "n").out());
        }
        try (FakeDns server = FakeDns.start((_, _) -> new FakeDns.Reaction.Silence())) {
            String resolver = "127.0.0.1:" + server.address().getPort();
            assertEquals(
                    "",
                    run("show", "--mesh", "_p2p.example.com", "--resolver", resolver, "n").out());
        }
    }

    @Test
    void nothing_is_said_where_nothing_can_be_read() throws IOException {
        Files.writeString(folder.resolve("wg-mesh.toml"), "mesh = 1\n");
        assertEquals("", complete("list", ""));
        assertEquals("", complete("nothing", ""));
        assertEquals("", complete("show", "a.example.com", "b.example.com", "_"));
    }
}
