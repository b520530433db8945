package dev.wgmesh.files;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A folder for its owner's eyes only (mode 0700), where files are to be made. */
public final class PrivateFolder {
    private PrivateFolder() {}

    /**
     * Makes the folder, and those above it, where they are not there, and finds out whether files
     * can be made in it.
     *
     * @throws Failure UNREADABLE where they cannot
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

    /**
     * Finds out whether files can be made in a folder that is there.
     *
     * @throws Failure UNREADABLE where they cannot
     */
    public static void probe(Path folder) {
        try {
            Files.delete(TempFile.write(folder, TempFile.NEW, new byte[0], TempFile.DISK));
        } catch (IOException e) {
            throw IoErrorText.failure(folder, e);
        }
    }
}
