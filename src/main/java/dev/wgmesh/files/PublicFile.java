package dev.wgmesh.files;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
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
        replace(file, text, TempFile.DISK);
    }

    static void replace(Path file, String text, TempFile.ChannelWriter disk) {
        try {
            Path target = RegularFile.toReplace(file);
            Path next =
                    TempFile.write(
                            TempFile.parentOf(target),
                            TempFile.NEW,
                            text.getBytes(StandardCharsets.UTF_8),
                            disk);
            try {
                setMode(next);
                Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(next);
            }
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }

    /**
     * Sets the mode of a file of ours, and never that of a link's target: who can write the folder
     * could put a link there. The JDK sets modes without following links only below an open folder.
     */
    private static void setMode(Path file) throws IOException {
        try (var folder = Files.newDirectoryStream(TempFile.parentOf(file))) {
            if (!(folder instanceof SecureDirectoryStream<Path> open)) {
                throw new IOException("the system cannot set a mode without following links");
            }
            open.getFileAttributeView(
                            file.getFileName(),
                            PosixFileAttributeView.class,
                            LinkOption.NOFOLLOW_LINKS)
                    .setPermissions(PosixFilePermissions.fromString("rw-r--r--"));
        }
    }
}
