package dev.wgmesh.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.command.AllCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scripts/manual writes: pages that man(1) and mandoc(1) accept, and completions. */
class ManualIT {
    private static final Path HERE = Path.of("").toAbsolutePath();

    @TempDir Path folder;

    private static String run(List<String> command) throws IOException, InterruptedException {
        var environment =
                Map.of("SOURCE_DATE_EPOCH", "1767225600", "LC_ALL", "C.UTF-8", "MANWIDTH", "80");
        Installation.Result result = Installation.run(HERE, environment, command);
        assertEquals("0", result.exit() + result.err(), command.toString());
        return result.out();
    }

    private static String run(List<String> command, List<Path> files)
            throws IOException, InterruptedException {
        var words = new ArrayList<>(command);
        files.forEach(file -> words.add(file.toString()));
        return run(words);
    }

    private static Map<String, String> written(Path output) throws Exception {
        run(List.of("scripts/manual", "--output", output.toString()));
        var files = new TreeMap<String, String>();
        try (Stream<Path> all = Files.walk(output)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(output.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }

    @Test
    void each_command_has_a_page_and_each_shell_a_completion() throws Exception {
        Path output = folder.resolve("manual");
        Map<String, String> files = written(output);
        assertEquals(files, written(output), "the same again");
        var expected =
                new TreeSet<>(
                        List.of(
                                "bash/wg-mesh",
                                "zsh/_wg-mesh",
                                "fish/wg-mesh.fish",
                                "man1/wg-mesh.1",
                                "man1/wg-mesh-shell.1",
                                "man5/wg-mesh-records.5",
                                "man5/wg-mesh.toml.5"));
        AllCommands.all().names().forEach(name -> expected.add("man1/wg-mesh-" + name + ".1"));
        assertEquals(expected, files.keySet());

        List<Path> pages =
                files.keySet().stream()
                        .filter(name -> name.startsWith("man"))
                        .map(output::resolve)
                        .toList();
        assertEquals("", run(List.of("mandoc", "-T", "lint", "-W", "warning"), pages));
        String text = run(List.of("man", "--warnings", "-l"), pages);
        assertEquals(
                List.of(),
                text.lines().filter(line -> line.length() > 80 && !line.contains(" sig=")).toList(),
                "wider than 80 columns");
        assertTrue(text.contains("join node-d.example.com --endpoint 203.0.113.204 --site home"));
        String names = run(List.of("lexgrog"), pages);
        assertEquals(pages.size(), names.lines().count(), names);
        assertTrue(
                names.contains(
                        "\"wg-mesh-join - add a host to the mesh: key, mesh addresses, records\""),
                names);
    }
}
