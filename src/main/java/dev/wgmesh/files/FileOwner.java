package dev.wgmesh.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user id of a file's owner, compared with that of this process. */
public final class FileOwner {
    private static final String UID = "unix:uid";

    /** The kernel gives this folder the effective user id of the process. */
    private static final Path PROCESS = Path.of("/proc/self");

    private FileOwner() {}

    /**
     * Returns whether this process runs as root.
     *
     * @throws IOException where there is no {@code /proc}
     */
    public static boolean isRootProcess() throws IOException {
        return Files.getAttribute(PROCESS, UID).equals(0);
    }

    /**
     * Returns whether a file belongs to the user of this process.
     *
     * @throws IOException when the owner cannot be read
     */
    public static boolean isCaller(Path file) throws IOException {
        return Files.getAttribute(file, UID).equals(Files.getAttribute(PROCESS, UID));
    }

    /**
     * Returns whether a file belongs to the user of this process, or to root.
     *
     * @throws IOException when the owner cannot be read
     */
    public static boolean isCallerOrRoot(Path file) throws IOException {
        return isCaller(file) || Files.getAttribute(file, UID).equals(0);
    }
}
