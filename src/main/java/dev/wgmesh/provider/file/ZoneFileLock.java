package dev.wgmesh.provider.file;

import dev.wgmesh.files.FolderLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The lock on the folder of a zone file, which every writer of it holds. */
final class ZoneFileLock {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ZoneFileLock() {}

    /**
     * Waits for the lock.
     *
     * @param realFile without symbolic links
     * @throws dev.wgmesh.problem.Failure as {@link FolderLock#acquire} does
     */
    static FolderLock acquire(Path realFile) {
        return FolderLock.acquire(
                Optional.ofNullable(realFile.getParent()).orElseThrow(), PATIENCE);
    }
}
