package dev.wgmesh.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.launcher.Installation.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole program, launcher and jar, in a copy of the checkout. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsIT {
    /** Classes behind a switch over sealed types, annotations, and fields set by reflection. */
    private static final Pattern MADE = Pattern.compile("TypeSwitch|[$]Proxy|FieldAccessorImpl");

    /** Classes of the jar; a lambda has none of its own there. */
    private static final Pattern OWN =
            Pattern.compile("\\b(dev[.]wgmesh|picocli|org[.]xbill)[.](?!.*Lambda)");

    private Path folder = Path.of("");
    private Installation installation = new Installation(Path.of(""));

    @BeforeAll
    void copy(@TempDir Path empty) throws Exception {
        folder = empty;
        installation = Installation.checkout(folder);
        assertEquals(0, installation.run("version").exit());
    }

    private Result run(String line) throws Exception {
        return installation.run(line.split(" "));
    }

    @Test
    void data_goes_to_stdout_talk_to_stderr_and_the_result_is_the_exit_code() throws Exception {
        Result join = run("join node-d.example.com -o json");
        JsonNode document = JsonMapper.shared().readTree(join.out());
        assertEquals("wg-mesh/join", document.get("format").asString());
        assertEquals("[\"10.0.0.4\"]", document.get("addresses").toString());
        assertEquals(
                "records: the zone files of zones\n"
                        + "key: created, the private key is in node-d.example.com.key\n"
                        + "receipt: FILE\n",
                join.err().replaceFirst("receipt: .*[.]json", "receipt: FILE"));
        assertEquals(0, join.exit());
        assertEquals(1, run("validate example.com --fail-on warning").exit());
        assertEquals(2, run("keygen --nope").exit());
        assertEquals(3, run("list --zones nowhere").exit());
        assertEquals(4, run("join node-d.example.com --ip 10.0.0.1").exit());
    }

    @Test
    void a_wrong_command_is_reported_in_three_facts() throws Exception {
        assertEquals(
                new Result(
                        2,
                        "",
                        "error: wg-mesh: unknown command 'keygn'\n  fix: did you mean wg-mesh keygen?\n"),
                run("keygn"));
    }

    @Test
    void keys_are_not_the_same_twice() throws Exception {
        assertTrue(!run("keygen").out().equals(run("keygen").out()));
    }

    @Test
    void the_objects_of_the_cache_fit_into_the_heap_of_a_watching_process() throws Exception {
        Result both = run("apply _p2p.example.com --key none --watch --dry-run");
        assertEquals(
                new Result(
                        2,
                        "",
                        "error: --watch, --dry-run: cannot be combined\n  fix: remove one of them\n"),
                both);
    }

    @Test
    void the_objects_of_the_cache_fit_into_the_heap_of_a_small_machine() throws Exception {
        Result list =
                Installation.run(
                        folder,
                        Map.of("JDK_JAVA_OPTIONS", "-XX:MaxRAM=64m"),
                        List.of(installation.launcher().toString(), "list"));
        assertEquals(0, list.exit(), list.err());
    }

    @Test
    void nothing_is_made_at_a_start_that_the_build_makes_once() throws Exception {
        for (String command :
                List.of(
                        "list",
                        "validate",
                        "plan --zones zones --as node-a.example.com",
                        "join -n node-f.example.com --site home")) {
            List<String> loaded = loaded(command);
            assertTrue(loaded.stream().anyMatch(text -> text.contains("shared objects file")));
            assertEquals(
                    List.of(),
                    loaded.stream()
                            .filter(text -> !text.contains("shared objects file"))
                            .filter(MADE.asPredicate())
                            .toList(),
                    command);
            assertEquals(
                    List.of(),
                    loaded.stream()
                            .filter(text -> text.contains("picocli.CommandLine$Model"))
                            .toList(),
                    command);
        }
    }

    /** A person waits for each Tab. */
    @Test
    void the_classes_of_a_completion_are_in_its_cache() throws Exception {
        for (String command :
                List.of(
                        "complete vali",
                        "complete join node-d.example.com --",
                        "complete show n",
                        "complete validate --explain A")) {
            assertEquals(
                    List.of(),
                    loaded(command).stream()
                            .filter(text -> !text.contains("shared objects file"))
                            .filter(OWN.asPredicate())
                            .toList(),
                    command);
        }
    }

    /** Returns what the JVM says of each class that a command loads, and from where. */
    private List<String> loaded(String command) throws Exception {
        Path classes = folder.resolve("classes.log");
        var line = new ArrayList<>(List.of(installation.launcher().toString()));
        line.addAll(List.of(command.split(" ")));
        assertEquals(0, run(command).exit());
        String log = "-Xlog:class+load:file=" + classes;
        assertEquals(0, Installation.run(folder, Map.of("_JAVA_OPTIONS", log), line).exit());
        return Files.readAllLines(classes);
    }

    @Test
    void a_pass_finds_its_classes_in_the_cache() throws Exception {
        Path node = trainingNode("node");
        Path classes = folder.resolve("pass.log");
        String apply = "apply _p2p.example.com --zones zones --key wg0.key --state-dir state";
        assertEquals(0, logged(apply, node, classes).exit());
        assertEquals("nothing to do\n", logged(apply, node, classes).out());
        assertEquals(List.of(), made(classes, "dev.wgmesh."));
    }

    @Test
    void a_change_finds_its_classes_in_the_cache() throws Exception {
        Path node = trainingNode("writer");
        Path classes = folder.resolve("change.log");
        String join =
                "join node-d.example.com --public-key MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8="
                        + " --yes --zones zones --state-dir state";
        assertEquals(0, logged(join, node, classes).exit());
        assertEquals(List.of(), made(classes, "dev.wgmesh."));
    }

    /** The node's wg and ip end the watch after some passes. */
    @Test
    void a_watch_by_dns_finds_its_classes_in_the_cache() throws Exception {
        Path node = trainingNode("watcher");
        Path served = node.resolve("served");
        Path classes = folder.resolve("watch.log");
        String launcher = installation.launcher().toString();
        var serve = List.of(launcher, "serve", "zones", "--listen", "127.0.0.1:0");
        var log = Map.of("_JAVA_OPTIONS", "-Xlog:class+load:file=" + folder.resolve("serve.log"));
        Process server = Installation.start(node, log, serve, served, node.resolve("err"));
        try {
            while (server.isAlive() && !Files.readString(served).endsWith("\n")) {
                Thread.sleep(20);
            }
            String watch =
                    "apply _p2p.example.com --watch --key wg0.key --state-dir state --resolver ";
            Result ended = logged(watch + Files.readString(served).strip(), node, classes);
            assertTrue(ended.out().contains("+ peer node-c.example.net"), ended.toString());
            assertEquals(List.of(), made(classes, "dev.wgmesh."));
            assertEquals(List.of(), made(classes, "java.util."));
        } finally {
            server.destroy();
        }
        assertEquals(
                List.of(),
                made(folder.resolve("serve.log"), "dev.wgmesh.command.ServeCommand source"));
    }

    @Test
    void a_command_that_reads_zone_files_makes_no_class() throws Exception {
        Path node = trainingNode("reader");
        for (String command : List.of("list", "plan --as node-a.example.com")) {
            Path classes = folder.resolve("read.log");
            assertEquals(0, logged(command + " --zones zones", node, classes).exit());
            assertEquals(List.of(), made(classes, "Lambda/0x0000000"), command);
        }
    }

    /** Makes a folder with zones, a key, and programs that print what wg and ip print. */
    private Path trainingNode(String name) throws Exception {
        Path node = Files.createDirectories(folder.resolve(name + "/zones")).resolveSibling("");
        String prepare =
                ". scripts/train.sh && training_zones %1$s/zones && training_node %1$s"
                        .formatted(name);
        assertEquals(0, Installation.run(folder, Map.of(), List.of("sh", "-c", prepare)).exit());
        return node;
    }

    /** Runs a command in a folder; its JVM writes to a file which classes it loads. */
    private Result logged(String command, Path node, Path classes) throws Exception {
        var outside =
                Map.of(
                        "PATH",
                        node.resolve("bin") + ":" + System.getenv("PATH"),
                        "_JAVA_OPTIONS",
                        "-Xlog:class+load:file=" + classes);
        var line = new ArrayList<>(List.of(installation.launcher().toString()));
        line.addAll(List.of(command.split(" ")));
        return Installation.run(node, outside, line);
    }

    /** Returns the classes with such a name that the JVM did not find in the cache. */
    private static List<String> made(Path classes, String name) throws Exception {
        return Files.readAllLines(classes).stream()
                .filter(text -> !text.contains("shared objects file"))
                .filter(text -> text.contains(name))
                .toList();
    }

    @Test
    void the_example_settings_work_from_another_folder() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.copy(folder.resolve("examples/wg-mesh.toml"), elsewhere.resolve("wg-mesh.toml"));
        Files.createDirectory(elsewhere.resolve("zones"));
        for (String zone : List.of("example.com.zone", "example.net.zone")) {
            Files.copy(Path.of("zones", zone), elsewhere.resolve("zones").resolve(zone));
        }
        var command = new ArrayList<>(List.of(installation.launcher().toString(), "list"));
        Result list = Installation.run(elsewhere, Map.of("HOME", elsewhere.toString()), command);
        assertEquals(0, list.exit(), list.err());
        assertEquals(4, list.out().lines().count(), list.out());
    }
}
