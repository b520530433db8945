package dev.wgmesh.files;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * An exclusive lock on writing in a folder, held by one thread of one process at a time. It is an
 * operating-system lock on {@code .wg-mesh.lock}, which stays in the folder; the lock of a process
 * that dies is released. It excludes other wg-mesh processes, not editors.
 */
public final class FolderLock implements AutoCloseable {
    static final String NAME = ".wg-mesh.lock";

    private static final Duration PAUSE = Duration.ofMillis(5);

    /** Not through a symbolic link, which would create or lock a file elsewhere. */
    private static final Set<OpenOption> CREATED_OR_OPENED =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the lock and returns it.
     *
     * @param patience the longest wait
     * @throws Failure REFUSED when another process holds the lock for longer than {@code patience};
     *     UNREADABLE when the folder cannot be written
     */
    public static FolderLock acquire(Path folder, Duration patience) {
        Path file = folder.resolve(NAME);
        try {
            RegularFile.require(file);
            FileChannel channel = FileChannel.open(file, CREATED_OR_OPENED, TempFile.OWNER_ONLY);
            try {
                await(channel, folder, patience);
                deleteStaleFiles(folder);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    /** A lock that root or another user left is not this user's to open, only to delete. */
    static Failure failure(Path file, IOException cause) {
        try {
            if (cause instanceof AccessDeniedException
                    && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                String owner = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
                return Failure.unreadable(
                        file.toString(),
                        "permission denied: the lock was created by " + owner,
                        "when no wg-mesh of " + owner + " is running, delete it: rm " + file);
            }
        } catch (IOException _) {
            // the first reason is the better one
        }
        return IoErrorText.failure(file, cause);
    }

    /** Deletes the temporary files of a writer that died. */
    private static void deleteStaleFiles(Path folder) throws IOException {
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(folder, TempFile::isReplacement)) {
            for (Path entry : entries) {
                Files.deleteIfExists(entry);
            }
        }
    }

    private static void await(FileChannel channel, Path folder, Duration patience)
            throws IOException {
        for (long left = patience.toMillis() / PAUSE.toMillis();
                tryLock(channel).isEmpty();
                left--) {
            if (left <= 0) {
                throw Failure.refused(
                        folder.resolve(NAME).toString(),
                        "another wg-mesh process has held this lock for more than "
                                + patience.toSeconds()
                                + " s",
                        "wait for that process to end, or stop it");
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw Failure.refused(
                        folder.toString(),
                        "interrupted while waiting for the lock",
                        "run the command again");
            }
        }
    }

    /**
     * Returns empty when another thread (an exception) or another process (null) holds the lock.
     */
    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException _) {
            return Optional.empty();
        }
    }

    /** Releases the lock. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // The operating system releases the lock when the process ends.
        }
    }
}
