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
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    private static final PrivateKey KEY =
            PrivateKey.generate(RandomGeneratorFactory.of("L64X128MixRandom").create(1));

    @TempDir Path folder;

    @Test
    void a_key_that_was_written_is_read_without_a_warning() {
        Path file = folder.resolve("a.key");
        KeyFile.create(file, KEY);
        assertEquals(new KeyFile(KEY, List.of()), KeyFile.read(file));
    }

    @Test
    void a_key_file_that_others_may_read_is_a_warning() throws IOException {
        Path file = folder.resolve("a.key");
        KeyFile.create(file, KEY);
        for (String mode : List.of("rw-r-----", "rw----r--")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            var warning = KeyFile.read(file).warnings().getFirst();
            assertEquals(
                    file + ": other users can read this private key; chmod 600 " + file,
                    warning.toString());
        }
    }

    @Test
    void a_link_is_replaced_at_its_end() throws IOException {
        Path file = Files.writeString(folder.resolve("real.key"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("a.key"), file);
        KeyFile.replace(link, KEY);
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(KEY, KeyFile.read(file).key());
    }

    @Test
    void what_is_not_a_key_is_reported_and_never_quoted() throws IOException {
        Path file = Files.writeString(folder.resolve("a.key"), KEY.reveal() + KEY.reveal());
        var failure = assertThrows(Failure.class, () -> KeyFile.read(file));
        assertEquals(Failure.Kind.INPUT, failure.kind());
        assertFalse(failure.problems().toString().contains(KEY.reveal()));
        Files.writeString(file, "");
        assertTrue(
                assertThrows(Failure.class, () -> KeyFile.read(file))
                        .problems()
                        .toString()
                        .contains("is empty"));
    }

    @Test
    void a_file_that_does_not_exist_is_unreadable() {
        var failure = assertThrows(Failure.class, () -> KeyFile.read(folder.resolve("none.key")));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
    }

    @Test
    void a_failed_write_leaves_nothing_behind() throws IOException {
        Path file = Files.writeString(folder.resolve("a.key"), "mine");
        assertThrows(Failure.class, () -> KeyFile.create(file, KEY));
        assertEquals(List.of(file), Files.list(folder).toList());
    }
}
