package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.KeyFile;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.JsonSchema;
import dev.wgmesh.testing.ScriptedPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code up -n}: shows what a run would do, and writes nothing. */
class UpDryRunTest {
    @TempDir Path folder;

    private final ScriptedPrograms programs = UpFixture.machine();

    @BeforeEach
    void zone() throws IOException {
        Files.createDirectory(folder.resolve("zones"));
        Files.writeString(folder.resolve("zones/example.com.zone"), UpFixture.ZONE);
    }

    private CommandOutput up(String... more) {
        String line = "up _p2p.example.com node-d.example.com --state-dir state --zones zones";
        var words = new ArrayList<>(List.of(line.split(" ")));
        words.addAll(List.of("--key", "wg0.key"));
        words.addAll(List.of(more));
        return new CommandFixture(folder)
                .programs(programs)
                .asRoot()
                .run(words.toArray(String[]::new));
    }

    /** Returns every file with its text. */
    private Map<String, String> files() throws IOException {
        var texts = new TreeMap<String, String>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                texts.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return texts;
    }

    private void key() {
        KeyFile.create(folder.resolve("wg0.key"), PrivateKey.generate(new Random(1)));
    }

    private static String changes(CommandOutput output) {
        return output.out()
                .lines()
                .filter(line -> line.startsWith("+ ") && !line.contains(" IN "))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void each_step_is_shown_and_nothing_is_written() throws IOException {
        Map<String, String> before = files();
        CommandOutput said = up("-n", "--endpoint", "203.0.113.204");
        assertEquals(0, said.exit(), said.err());
        assertEquals(
                """
                key: wg0.key would be created; its public key below is a sample
                zone example.com.: join node-d.example.com
                + _p2p.example.com. 300 IN TXT "node-d.example.com"
                + _revision._p2p.example.com. 300 IN TXT "1"
                + node-d.example.com. 300 IN A 203.0.113.204
                + _wireguard.node-d.example.com. 300 IN A 10.0.0.2
                + _wireguard.node-d.example.com. 300 IN TXT "KEY"
                member: node-d.example.com would join _p2p.example.com with 10.0.0.2
                + interface wg0 port 51820
                + address 10.0.0.2  mesh address of this node
                + peer node-a.example.com endpoint 203.0.113.10:51820 allowed-ips\
                 10.0.0.1/32  node-a.example.com is a new member
                + route 10.0.0.1/32 dev wg0  node-a.example.com: not on a local network
                interface: wg0 would be configured
                service: not enabled: the unit uses wg0, /etc/wg-mesh/wg0.key and\
                 /var/lib/wg-mesh; run: wg-mesh apply _p2p.example.com --watch --key wg0.key\
                 --state-dir state --zones zones
                nothing changed, because of -n
                """,
                said.out().replaceFirst("TXT \"[^\"]{44}\"", "TXT \"KEY\""));
        assertEquals(before, files());
        assertEquals(
                List.of("ip -N -json -details -batch -"),
                programs.started().stream().distinct().toList());
    }

    @Test
    void a_run_changes_the_interface_as_was_shown() throws IOException {
        key();
        CommandOutput shown = up("-n", "--nat", "yes");
        CommandOutput done = up("--nat", "yes");
        assertTrue(shown.out().contains("key: wg0.key exists, its public key is "), shown.out());
        assertEquals(changes(done), changes(shown));
        assertTrue(done.out().contains("member: node-d.example.com joined"), done.out());
        Map<String, String> before = files();
        CommandOutput again = up("-n");
        assertTrue(again.out().contains("member: node-d.example.com is a member of"), again.out());
        assertEquals(before, files());
    }

    @Test
    void json_has_the_records_and_the_changes() throws IOException {
        CommandOutput said = up("-n", "-o", "json");
        assertEquals(0, said.exit(), said.err());
        JsonNode document = JsonMapper.shared().readTree(said.out());
        assertEquals(List.of(), JsonSchema.faults(Path.of("docs/schema"), "up.json", document));
        assertEquals(false, document.get("changed").asBoolean());
        assertEquals(1, document.get("plans").size());
        assertNotEquals(0, document.get("changes").size());
        assertEquals(
                List.of("planned", "planned", "planned", "skipped"),
                document.get("steps")
                        .valueStream()
                        .map(it -> it.get("result").asString())
                        .toList());
    }
}
