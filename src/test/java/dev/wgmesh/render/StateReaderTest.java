package dev.wgmesh.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StateReaderTest {
    private static final String VERSION = "  \"version\": 2,\n";

    private final String text =
            Files.readString(Path.of("src/test/resources/state/version-2.json"));

    StateReaderTest() throws IOException {}

    @Test
    void the_order_of_the_keys_changes_nothing() {
        assertEquals(read(text), read(versionLast(text)));
    }

    @Test
    void each_wrong_member_is_reported_in_any_order_of_the_keys() {
        String wrong =
                text.replaceFirst("\"name\": \"[^\"]*\"", "\"name\": \"-\"")
                        .replaceFirst("\"members\": \\[", "\"members\": [7, {},")
                        .replaceFirst("\"ownsInterface\": \\w+", "\"ownsInterface\": 1");
        List<String> problems = problems(wrong);

        assertEquals(problems, problems(versionLast(wrong)));
        assertEquals("state: members[0]: expected an object", problems.getFirst());
        assertEquals(
                List.of(
                        "state: members[2].name: expected a host name, not '-'",
                        "state: owned.ownsInterface: expected true or false"),
                problems.subList(problems.size() - 2, problems.size()));
    }

    @Test
    void two_entries_of_one_member_or_list_are_no_state() {
        String policy = "{\"list\": \"_p2p.example.com\", \"pools\": [], \"allow\": []}";
        assertEquals(
                List.of("state: two entries of node-a.example.com"),
                problems(text.replace("\"name\": \"node-b.", "\"name\": \"node-a.")));
        assertEquals(
                List.of("state: two entries of _p2p.example.com"),
                problems(text.replace("\"policies\": [", "\"policies\": [" + policy + ",")));
        String key = "BBBBXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=";
        String psk = "{\"host\": \"node-b.example.com\", \"key\": \"" + key + "\"}";
        assertEquals(
                List.of("state: two entries of " + key),
                problems(
                        text.replace(
                                "\"policies\": [",
                                "\"presharedKeys\": [%s, %s], \"policies\": ["
                                        .formatted(psk, psk))));
    }

    private static String versionLast(String text) {
        return text.replace(VERSION, "").replaceFirst("\\n}\\n$", ",\n" + "\"version\": 2\n}\n");
    }

    private static NodeState read(String text) {
        return StateReader.read(text, "state", new MeshName("_p2p.example.com"), "wg0");
    }

    private static List<String> problems(String text) {
        return assertThrows(Failure.class, () -> read(text)).problems().stream()
                .map(problem -> problem.where() + ": " + problem.what())
                .toList();
    }
}
