package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.cli.Streams.StandardStream;
import dev.wgmesh.keys.KeyFile;
import dev.wgmesh.testing.CommandFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rotations one after the other, and the key files that they leave. */
class RotateCommandTest {
    private static final String COM = "zones/example.com.zone";
    private static final String KEY = "node-d.example.com.key";
    private static final String NEXT = "node-d.example.com.next.key";
    private static final String OLD = "node-d.example.com.old.key";
    private static final String ROTATE = "rotate node-d.example.com";

    /** Another key at each call. */
    private final RandomGenerator randomness =
            RandomGeneratorFactory.of("L64X128MixRandom").create(1);

    /** The text of the key files that there were, by public key. */
    private final Map<String, String> privateKeys = new TreeMap<>();

    @TempDir Path folder;
    private ExampleZones example = new ExampleZones(Path.of(""));

    @BeforeEach
    void join() {
        example = ExampleZones.in(folder);
        run("join node-d.example.com");
    }

    private CommandFixture.CommandOutput run(String line) {
        var output = new CommandFixture(folder).randomness(randomness).run(line.split(" "));
        assertEquals(0, output.exit(), output.err());
        return output;
    }

    private String key(String file) {
        return KeyFile.read(example.path(file)).key().publicKey().base64();
    }

    private List<String> keyFiles() {
        return example.files().stream().filter(name -> name.endsWith(".key")).toList();
    }

    private boolean isPublished(String key) {
        return example.text(COM).contains("\"" + key + "\"");
    }

    @Test
    void a_second_rotation_and_a_join_need_no_file_moved_by_hand() {
        String first = key(KEY);
        var output = run(ROTATE + " --now --yes");
        String second = key(KEY);
        assertNotEquals(first, second);
        assertTrue(isPublished(second));
        assertEquals(first, key(OLD));
        assertEquals(List.of(KEY, OLD), keyFiles());
        assertTrue(
                output.err()
                        .contains(
                                "key: the private key in force is in "
                                        + KEY
                                        + ", the old key in "
                                        + OLD),
                output.err());

        run("join node-d.example.com");
        run(ROTATE + " --prepare");
        String third = key(NEXT);
        run(ROTATE + " --commit --now --yes");
        assertEquals(third, key(KEY));
        assertEquals(second, key(OLD));
        assertTrue(isPublished(third));
        assertFalse(isPublished(second));
    }

    @Test
    void a_rotation_that_a_crash_left_before_its_files_moved_is_finished() throws IOException {
        String first = key(KEY);
        run(ROTATE + " --now --yes");
        String second = key(KEY);
        for (String repeat : List.of(ROTATE + " --commit", "join node-d.example.com", ROTATE)) {
            leaveFilesAsBeforeTheSwitch(first, second);
            if (repeat.equals(ROTATE)) {
                run(repeat + " --now --yes");
                assertEquals(second, key(OLD));
                assertTrue(isPublished(key(KEY)));
                assertFalse(isPublished(second));
            } else {
                run(repeat);
                assertTrue(isPublished(second));
            }
        }
        assertEquals(List.of(KEY, OLD), keyFiles());
    }

    private void leaveFilesAsBeforeTheSwitch(String first, String second) throws IOException {
        for (String file : keyFiles()) {
            privateKeys.put(key(file), example.text(file));
        }
        for (String file : keyFiles()) {
            Files.delete(example.path(file));
        }
        example.write(KEY, privateKeys.getOrDefault(first, ""));
        example.write(NEXT, privateKeys.getOrDefault(second, ""));
    }

    @Test
    void a_dry_run_of_a_rotation_moves_no_file() throws IOException {
        String first = key(KEY);
        run(ROTATE + " --now --yes");
        leaveFilesAsBeforeTheSwitch(first, key(KEY));
        run(ROTATE + " -n");
        assertEquals(List.of(KEY, NEXT), keyFiles());
    }

    @Test
    void without_consent_nothing_is_published() {
        String before = example.text(COM);
        var refused = new CommandFixture(folder).randomness(randomness).run(ROTATE.split(" "));
        assertEquals(2, refused.exit(), refused.err());
        assertTrue(refused.err().contains("add --yes"), refused.err());
        var answered =
                new CommandFixture(folder)
                        .randomness(randomness)
                        .terminals(StandardStream.IN, StandardStream.ERR)
                        .input("n\n")
                        .run(ROTATE.split(" "));
        assertEquals(4, answered.exit(), answered.err());
        assertEquals(before, example.text(COM));
        assertEquals(List.of(KEY), keyFiles());
    }

    @Test
    void files_that_cannot_be_moved_are_reported_after_the_switch() throws IOException {
        Files.createDirectories(example.path(OLD).resolve("in-the-way"));
        var output =
                new CommandFixture(folder)
                        .randomness(randomness)
                        .run((ROTATE + " --now --yes").split(" "));
        assertEquals(5, output.exit(), output.err());
        assertTrue(
                output.err().contains("run: wg-mesh rotate node-d.example.com --commit"),
                output.err());
        assertTrue(isPublished(key(NEXT)));
    }
}
