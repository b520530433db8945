package dev.wgmesh.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilesTest {
    /** A disk that has room for four octets. */
    private static final TempFile.ChannelWriter FULL =
            (channel, octets) -> {
                channel.write(octets.slice(0, 4));
                throw new FileSystemException("temp", null, "No space left on device");
            };

    @TempDir Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("file"), text);
    }

    private List<String> remainingFiles() throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void a_replacement_shows_only_when_it_is_committed() throws IOException {
        Path file = file("old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        try (var next = FileReplacement.of(file, "new".getBytes(StandardCharsets.UTF_8))) {
            assertEquals("old", Files.readString(file));
            next.commit();
        }
        assertEquals("new", Files.readString(file));
        assertEquals("rw-r-----", mode(file));
        assertEquals(List.of("file"), remainingFiles());
    }

    @Test
    void a_replacement_has_the_extended_attributes_of_the_file() throws IOException {
        Path file = file("old");
        Files.setAttribute(file, "user:note", "kept".getBytes(StandardCharsets.UTF_8));
        try (var next = FileReplacement.of(file, "n".getBytes(StandardCharsets.UTF_8))) {
            next.commit();
        }
        assertEquals("n", Files.readString(file));
        assertArrayEquals(
                "kept".getBytes(StandardCharsets.UTF_8),
                (byte[]) Files.getAttribute(file, "user:note"));
    }

    @Test
    void a_replacement_that_becomes_a_link_changes_no_other_file() throws IOException {
        Path file = file("old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Path other = Files.writeString(folder.resolve("other"), "secret");
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-------"));
        byte[] octets = "new".getBytes(StandardCharsets.UTF_8);
        assertThrows(
                Failure.class,
                () ->
                        FileReplacement.of(
                                file,
                                octets,
                                (channel, text) -> {
                                    TempFile.DISK.write(channel, text);
                                    putLinkInPlaceOfTemporaryFile(other);
                                }));
        assertEquals("rw-------", mode(other));
        assertEquals("secret", Files.readString(other));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("file", "other"), remainingFiles());
    }

    @Test
    void a_public_file_that_becomes_a_link_changes_no_other_file() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "secret");
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-------"));
        Path file = folder.resolve("metrics");
        assertThrows(
                Failure.class,
                () ->
                        PublicFile.replace(
                                file,
                                "new",
                                (channel, text) -> {
                                    TempFile.DISK.write(channel, text);
                                    putLinkInPlaceOfTemporaryFile(other);
                                }));
        assertEquals("rw-------", mode(other));
        assertEquals("secret", Files.readString(other));
        assertEquals(List.of("other"), remainingFiles());
        PublicFile.replace(file, "new");
        assertEquals("rw-r--r--", mode(file));
    }

    private void putLinkInPlaceOfTemporaryFile(Path to) throws IOException {
        try (var entries = Files.newDirectoryStream(folder, ".wg-mesh-*")) {
            for (Path temp : entries) {
                Files.delete(temp);
                Files.createSymbolicLink(temp, to);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Read-only file system   | mount the file system writable, or use another folder
                    Device or resource busy | mount the folder of the file instead of the file: a mounted file cannot be replaced
                    Operation not permitted | run as a user with access; lsattr shows whether the file is immutable
                    """)
    void a_file_that_cannot_be_replaced_is_reported_with_what_helps(String reason, String fix) {
        var failure = IoErrorText.failure(Path.of("x"), new FileSystemException("x", null, reason));
        assertEquals("x: " + reason.toLowerCase(Locale.ROOT) + "; " + fix, failure.getMessage());
    }

    @Test
    void a_link_to_nothing_is_called_a_link() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("none"));
        var failure =
                assertThrows(Failure.class, () -> FileReplacement.of(link, new byte[0]).close());
        assertEquals(
                link
                        + ": is a symbolic link to a file that does not exist;"
                        + " remove the link, or create the file",
                failure.getMessage());
    }

    @Test
    void a_replacement_given_up_leaves_nothing_behind() throws IOException {
        Path file = file("old");
        FileReplacement.of(file, "new".getBytes(StandardCharsets.UTF_8)).close();
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("file"), remainingFiles());
    }

    @Test
    void a_lock_is_private_and_not_taken_through_a_symbolic_link() throws IOException {
        FolderLock.acquire(folder, Duration.ofSeconds(1)).close();
        assertEquals("rw-------", mode(folder.resolve(FolderLock.NAME)));
        Files.delete(folder.resolve(FolderLock.NAME));
        Path elsewhere = folder.resolve("elsewhere");
        Files.createSymbolicLink(folder.resolve(FolderLock.NAME), elsewhere);
        assertThrows(
                Failure.class, () -> FolderLock.acquire(folder, Duration.ofSeconds(1)).close());
        assertFalse(Files.exists(elsewhere));
    }

    @Test
    void a_lock_of_another_user_is_reported_with_its_owner() throws IOException {
        Path lock = Files.createFile(folder.resolve(".wg-mesh.lock"));
        String owner = Files.getOwner(lock).getName();
        assertEquals(
                lock
                        + ": permission denied: the lock was created by "
                        + owner
                        + "; when no wg-mesh of "
                        + owner
                        + " is running, delete it: rm "
                        + lock,
                FolderLock.failure(lock, new AccessDeniedException(lock.toString())).getMessage());
        Files.delete(lock);
        assertEquals(
                lock
                        + ": permission denied; run as a user with access, or change the"
                        + " permissions",
                FolderLock.failure(lock, new AccessDeniedException(lock.toString())).getMessage());
    }

    @Test
    void a_symbolic_link_is_kept_and_its_target_replaced() throws IOException {
        Path file = file("old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
        try (var next = FileReplacement.of(link, "new".getBytes(StandardCharsets.UTF_8))) {
            next.commit();
        }
        assertTrue(Files.isSymbolicLink(link));
        assertFalse(Files.isSymbolicLink(file));
        assertEquals("new", Files.readString(file));
    }

    @Test
    void a_full_disk_leaves_the_file_as_it_was() throws IOException {
        Path file = file("old");
        var failure =
                assertThrows(
                        Failure.class,
                        () ->
                                FileReplacement.of(
                                        file, "longer".getBytes(StandardCharsets.UTF_8), FULL));
        assertEquals(
                file + ": no space left on device; free space on that disk", failure.getMessage());
        assertThrows(Failure.class, () -> PrivateFile.replace(file, "longer", FULL));
        Path other = folder.resolve("other");
        assertThrows(Failure.class, () -> PrivateFile.create(other, "longer", FULL));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("file"), remainingFiles());
    }

    @Test
    void a_private_file_is_for_its_owner_only() throws IOException {
        Path key = folder.resolve("key");
        PrivateFile.create(key, "secret\n");
        assertEquals("rw-------", mode(key));
        assertFalse(PrivateFile.isExposed(key));
        assertEquals("secret\n", PrivateFile.read(key));
        assertEquals(List.of("key"), remainingFiles());
    }

    @Test
    void a_private_file_is_private_from_its_first_octet() throws IOException {
        var modes = new ArrayList<String>();
        PrivateFile.create(
                folder.resolve("key"),
                "secret\n",
                (channel, octets) -> {
                    try (var entries = Files.list(folder)) {
                        for (Path path : entries.toList()) {
                            modes.add(mode(path));
                        }
                    }
                    TempFile.DISK.write(channel, octets);
                });
        assertEquals(List.of("rw-------"), modes);
    }

    @Test
    void a_private_file_never_takes_the_place_of_another_unless_asked() throws IOException {
        Path file = file("mine");
        Path dangling = Files.createSymbolicLink(folder.resolve("link"), Path.of("none"));
        for (Path taken : List.of(file, dangling)) {
            var failure = assertThrows(Failure.class, () -> PrivateFile.create(taken, "secret"));
            assertEquals(Failure.Kind.REFUSED, failure.kind());
            assertEquals(
                    taken + ": already exists; choose another name, or move the existing file away",
                    failure.getMessage());
        }
        assertEquals("mine", Files.readString(file));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertTrue(PrivateFile.isExposed(file));
        PrivateFile.replace(file, "secret");
        assertEquals("secret", Files.readString(file));
        assertEquals("rw-------", mode(file));
        assertEquals(List.of("file", "link"), remainingFiles());
    }

    @Test
    void a_folder_that_does_not_exist_is_reported() {
        Path file = folder.resolve("none/key");
        var failure = assertThrows(Failure.class, () -> PrivateFile.create(file, "secret"));
        Path parent = folder.resolve("none");
        assertEquals(
                file
                        + ": the folder "
                        + parent
                        + " does not exist; create the folder: mkdir -p -m 700 "
                        + parent,
                failure.getMessage());
    }

    @Test
    void a_lock_is_waited_for_so_long_and_no_longer() throws Exception {
        var held = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        Thread other =
                Thread.ofVirtual()
                        .start(() -> {
                            try (var _ = FolderLock.acquire(folder, Duration.ZERO)) {
                                held.countDown();
                                done.await();
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                        });
        held.await();
        var failure =
                assertThrows(
                        Failure.class, () -> FolderLock.acquire(folder, Duration.ofMillis(50)));
        assertEquals(Failure.Kind.REFUSED, failure.kind());
        done.countDown();
        FolderLock.acquire(folder, Duration.ofSeconds(10)).close();
        other.join();
    }

    @Test
    void what_a_dead_writer_left_goes_with_the_next_lock() throws IOException {
        file("kept");
        FileReplacement.of(file("kept"), new byte[0]);
        assertEquals(2, remainingFiles().size());
        FolderLock.acquire(folder, Duration.ZERO).close();
        assertEquals(List.of(".wg-mesh.lock", "file"), remainingFiles());
    }

    @Test
    void a_file_is_read_octet_by_octet_and_up_to_a_size() throws IOException {
        Path file = folder.resolve("file");
        Files.write(file, new byte[] {'a', (byte) 0xfc, '\r', '\n'});
        ConfinedFolder confined = ConfinedFolder.of(folder);
        assertEquals("a\u00fc\r\n", confined.read(file.toString()));
        var failure =
                assertThrows(Failure.class, () -> confined.withLimit(3).read(file.toString()));
        assertEquals(file + ": is larger than 3 octets; split the file", failure.getMessage());
    }

    @Test
    void only_files_inside_the_folder_are_read() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Path secret = file("secret");
        Path link = Files.createSymbolicLink(inner.resolve("link"), secret);
        Path inside = Files.writeString(inner.resolve("inside"), "x");
        Path within = Files.createSymbolicLink(inner.resolve("within"), Path.of("inside"));
        ConfinedFolder confined = ConfinedFolder.of(inner);
        assertEquals("x", confined.read(inside.toString()));
        assertEquals("x", confined.read(within.toString()));
        for (String outside :
                List.of(secret.toString(), link.toString(), inner.resolve("../file").toString())) {
            var failure = assertThrows(Failure.class, () -> confined.read(outside));
            assertEquals(Failure.Kind.REFUSED, failure.kind());
        }
        var failure = assertThrows(Failure.class, () -> confined.read(inner.toString()));
        assertEquals(
                inner + ": is not a regular file; give the path of a file", failure.getMessage());
    }

    @Test
    void an_error_says_what_is_wrong_and_not_only_the_path() {
        assertEquals(
                List.of("permission denied", "not UTF-8 text", "is not a folder", "disk full"),
                Stream.of(
                                new AccessDeniedException("/root"),
                                new MalformedInputException(1),
                                new NotDirectoryException("/etc/passwd"),
                                new FileSystemException("/a", null, "Disk full"))
                        .map(IoErrorText::what)
                        .toList());
    }

    @Test
    void a_folder_lists_its_files_by_ending() throws IOException {
        for (String name : List.of("b.zone", "a.zone", ".c.zone", "d.zone~", "e.txt")) {
            Files.createFile(folder.resolve(name));
        }
        Files.createDirectory(folder.resolve("f.zone"));
        assertEquals(
                List.of(folder.resolve("a.zone"), folder.resolve("b.zone")),
                ConfinedFolder.of(folder).list(".zone"));
        Path none = folder.resolve("none");
        var failure = assertThrows(Failure.class, () -> ConfinedFolder.of(none).list(""));
        assertEquals(none + ": does not exist; check the path", failure.getMessage());
        Path file = folder.resolve("e.txt");
        failure = assertThrows(Failure.class, () -> ConfinedFolder.of(file).list(""));
        assertEquals(file + ": is not a folder; give the path of a folder", failure.getMessage());
    }
}
