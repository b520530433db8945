package dev.wgmesh.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** A folder that only its owner can use (mode 0700), in which files will be created. */
public final class PrivateFolder {
    private PrivateFolder() {}

    /**
     * Creates the folder and its parents as needed, and checks that files can be created in it.
     *
     * @throws Failure UNREADABLE when they cannot
     */
    public static void prepare(Path folder) {
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw IoErrorText.failure(folder, e);
        }
        probe(folder);
    }

    /** Returns the files of a folder, sorted by name; none where it cannot be read. */
    public static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException | UncheckedIOException _) {
            return List.of();
        }
    }

    /**
     * Checks that files can be created in an existing folder.
     *
     * @throws Failure UNREADABLE when they cannot
     */
    public static void probe(Path folder) {
        try {
            Files.delete(TempFile.write(folder, TempFile.NEW, new byte[0], TempFile.DISK));
        } catch (IOException e) {
            throw IoErrorText.failure(folder, e);
        }
    }
}
