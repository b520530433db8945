package dev.wgmesh.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/configuration.md, which becomes wg-mesh.toml(5), describes what the parser reads. */
class SettingsPageTest {
    private static final Path FILE = Path.of("/etc/wg-mesh/wg-mesh.toml");
    private static final Path PAGE = Path.of("docs/configuration.md");
    private static final String ZONE = "[zone.\"example.com\"]\n";

    /** The examples of the keys in the table below a heading. */
    private static Map<String, String> examples(String heading) throws IOException {
        var examples = new TreeMap<String, String>();
        String section = "";
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("## ")) {
                section = line.substring(3);
            } else if (line.startsWith("| `") && section.equals(heading)) {
                String[] cells = line.split(" *\\| *");
                examples.put(cells[1].replace("`", ""), cells[4].replace("`", ""));
            }
        }
        return examples;
    }

    /** The keys that the parser names when it reports one that it does not know. */
    private static Set<String> known(String toml) {
        return assertThrows(Failure.class, () -> SettingsParser.parse(FILE, toml, true))
                .problems()
                .stream()
                .map(problem -> problem.fix().replaceFirst(".*known keys: ", ""))
                .flatMap(keys -> List.of(keys.split(", ")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void every_key_is_described() throws IOException {
        Set<String> root = known("not-a-key-of-this-file = 1\n");
        root.remove("zone");
        assertEquals(root, examples("Keys").keySet());
        assertEquals(
                known(ZONE + "zones = \"zones\"\nnot-a-key-of-this-file = 1\n"),
                examples("Zones").keySet());
    }

    @Test
    void every_example_is_accepted() throws IOException {
        String root = String.join("\n", examples("Keys").values()) + "\n";
        assertDoesNotThrow(() -> SettingsParser.parse(FILE, root, true));
        Map<String, String> zone = examples("Zones");
        for (List<String> keys :
                List.of(
                        List.of("zones", "reload", "resign"),
                        List.of("server", "tsig-key-file", "allow-weak-tsig"),
                        List.of("route53", "hosted-zone-id", "profile", "private-zone"))) {
            String toml =
                    keys.stream()
                            .map(key -> zone.getOrDefault(key, ""))
                            .collect(Collectors.joining("\n", ZONE, ""));
            assertDoesNotThrow(() -> SettingsParser.parse(FILE, toml, true), toml);
        }
        String page = Files.readString(PAGE);
        String example = page.replaceFirst("(?s).*```toml\n", "").replaceFirst("(?s)```.*", "");
        assertDoesNotThrow(() -> SettingsParser.parse(FILE, example, true));
    }
}
