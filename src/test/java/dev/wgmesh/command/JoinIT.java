package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.dns.ExternalTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Needs root, BIND's named-checkzone and Knot's kzonecheck. */
class JoinIT {
    private static final String COM = "zones/example.com.zone";

    @TempDir Path folder;

    @Test
    void forty_joins_give_forty_addresses_and_a_zone_that_bind_and_knot_accept() throws Exception {
        ExampleZones example = ExampleZones.in(folder);
        String before = example.text(COM);
        for (int n = 1; n <= 40; n++) {
            String key = PrivateKey.generate(new Random(n)).publicKey().base64();
            var shown = example.run("join n" + n + ".example.com --public-key " + key);
            assertEquals(0, shown.exit(), shown.err());
        }
        var addresses = new TreeSet<String>();
        JsonNode mesh = JsonMapper.shared().readTree(example.run("list -o json").out());
        for (JsonNode member : mesh.get("members").values()) {
            addresses.add(member.get("addresses").get(0).asString());
        }
        assertEquals(43, mesh.get("members").size());
        assertEquals(43, addresses.size());
        assertEquals("[]", mesh.get("problems").toString());
        assertEquals(0, example.run("validate example.com").exit());
        List<String> after = example.text(COM).lines().toList();
        assertEquals(
                List.of(),
                before.lines()
                        .filter(line -> !line.contains("; serial") && !after.contains(line))
                        .toList());
        String file = example.path(COM).toString();
        ExternalTool.output("named-checkzone", "-k", "ignore", "example.com", file);
        ExternalTool.output("kzonecheck", "-o", "example.com", file);
    }

    @Test
    void a_full_disk_leaves_the_zone_as_it_was_and_reports_it() throws Exception {
        ExternalTool.output(
                "mount", "-t", "tmpfs", "-o", "size=64k", "wg-mesh-test", folder.toString());
        try {
            ExampleZones example = ExampleZones.in(folder);
            Files.writeString(
                    example.path(COM), example.text(COM) + "; " + "x".repeat(12_000) + "\n");
            String before = example.text(COM);
            String key =
                    "join node-d.example.com --public-key "
                            + PrivateKey.generate(new Random(1)).publicKey();
            fill(folder.resolve("big"));

            CommandFixture.CommandOutput shown = example.run(key);

            assertEquals(3, shown.exit(), shown.err());
            assertTrue(
                    shown.err()
                            .endsWith(
                                    ": no space left on device\n  fix: free space on that disk\n"),
                    shown.err());
            assertEquals("", shown.out());
            assertEquals(before, example.text(COM));
            Files.delete(folder.resolve("big"));
            assertEquals(0, example.run(key).exit());
        } finally {
            ExternalTool.output("umount", folder.toString());
        }
    }

    /** Leaves less room than a zone file needs. */
    private static void fill(Path file) {
        try (var out = Files.newOutputStream(file)) {
            while (true) {
                out.write(new byte[1_024]);
            }
        } catch (IOException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("No space left"));
        }
    }
}
