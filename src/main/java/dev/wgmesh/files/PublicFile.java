package dev.wgmesh.files;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files without secrets that other users read, replaced as a whole. */
public final class PublicFile {
    private PublicFile() {}

    /**
     * Creates a file, or replaces an existing one (of a symbolic link, its target), with mode 0644.
     *
     * @throws Failure UNREADABLE when the file cannot be written; an existing file is then
     *     unchanged
     */
    public static void replace(Path file, String text) {
        try {
            Path target = RegularFile.toReplace(file);
            Path next =
                    TempFile.write(
                            TempFile.parentOf(target),
                            TempFile.NEW,
                            text.getBytes(StandardCharsets.UTF_8),
                            TempFile.DISK);
            try {
                Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-r--r--"));
                Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(next);
            }
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }
}
