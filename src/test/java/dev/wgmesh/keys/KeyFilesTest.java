package dev.wgmesh.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {
    private final PrivateKey before = PrivateKey.generate(new Random(1));
    private final PrivateKey old = PrivateKey.generate(new Random(2));
    private final PrivateKey fresh = PrivateKey.generate(new Random(3));

    @TempDir Path folder;

    private KeyFiles files() {
        return KeyFiles.of(folder, "a.example.com");
    }

    @Test
    void the_next_key_in_force_becomes_the_key_and_the_old_key_is_kept() throws IOException {
        KeyFile.create(files().current(), old);
        KeyFile.create(files().next(), fresh);
        KeyFile.create(files().old(), before);

        assertTrue(files().promote(fresh.publicKey()));

        assertEquals(
                Map.of("a.example.com.key", fresh.reveal(), "a.example.com.old.key", old.reveal()),
                keys());
        assertFalse(files().promote(fresh.publicKey()));
    }

    @Test
    void the_name_of_a_key_file_says_its_host() {
        for (String name : List.of("a.example.com.key", "k/a.example.com.next.key")) {
            assertEquals(Optional.of("a.example.com"), KeyFiles.hostOf(Path.of(name)), name);
        }
        assertEquals(Optional.of("a"), KeyFiles.hostOf(Path.of("/a.old.key")));
        for (String name : List.of("private", "/", "a.key.txt")) {
            assertEquals(Optional.empty(), KeyFiles.hostOf(Path.of(name)), name);
        }
    }

    @Test
    void a_next_key_that_is_not_in_force_stays() throws IOException {
        KeyFile.create(files().current(), old);
        KeyFile.create(files().next(), fresh);
        Map<String, String> text = keys();
        assertFalse(files().promote(old.publicKey()));
        assertEquals(text, keys());
    }

    @Test
    void without_a_key_file_only_the_next_key_moves() throws IOException {
        KeyFile.create(files().next(), fresh);
        assertTrue(files().promote(fresh.publicKey()));
        assertEquals(Map.of("a.example.com.key", fresh.reveal()), keys());
    }

    /** The states that a crash can leave: after the first step, and after the second. */
    @Test
    void a_second_call_finishes_after_a_crash_at_any_step() throws IOException {
        for (PrivateKey current : new PrivateKey[] {old, fresh}) {
            KeyFile.replace(files().old(), old);
            KeyFile.replace(files().current(), current);
            KeyFile.replace(files().next(), fresh);
            assertTrue(files().promote(fresh.publicKey()));
            assertEquals(
                    Map.of(
                            "a.example.com.key", fresh.reveal(),
                            "a.example.com.old.key", old.reveal()),
                    keys());
        }
    }

    @Test
    void a_step_that_fails_leaves_both_keys_in_files() throws IOException {
        KeyFile.create(files().current(), old);
        KeyFile.create(files().next(), fresh);
        Map<String, String> text = keys();
        Files.createDirectories(files().old().resolve("in-the-way"));

        var failure = assertThrows(Failure.class, () -> files().promote(fresh.publicKey()));

        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
        assertEquals(text, keys());
    }

    @Test
    void the_files_are_private() throws IOException {
        Files.writeString(files().current(), old.reveal() + "\n");
        Files.setPosixFilePermissions(
                files().current(), PosixFilePermissions.fromString("rw-r--r--"));
        KeyFile.create(files().next(), fresh);
        files().promote(fresh.publicKey());
        for (Path file : new Path[] {files().current(), files().old()}) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
    }

    /** The text of each file of the folder. */
    private Map<String, String> keys() throws IOException {
        var keys = new TreeMap<String, String>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                keys.put(file.getFileName().toString(), Files.readString(file).strip());
            }
        }
        return keys;
    }
}
