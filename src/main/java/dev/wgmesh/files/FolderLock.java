package dev.wgmesh.files;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * The right to write in a folder, held by one thread of one process at a time. It is a lock of the
 * operating system on {@code .wg-mesh.lock}, which stays in the folder: a writer that dies frees
 * it. It keeps wg-mesh apart from wg-mesh, not from an editor.
 */
public final class FolderLock implements AutoCloseable {
    static final String NAME = ".wg-mesh.lock";

    private static final Duration PAUSE = Duration.ofMillis(5);

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * The lock, waited for.
     *
     * @param patience how long to wait at the most
     * @throws Failure REFUSED where another holds it for longer than that; UNREADABLE where the
     *     folder cannot be written
     */
    public static FolderLock acquire(Path folder, Duration patience) {
        Path file = folder.resolve(NAME);
        try {
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                await(channel, folder, patience);
                sweep(folder);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }

    /** Takes away what a writer that died had not yet put into its place. */
    private static void sweep(Path folder) throws IOException {
        String left = TempFile.NEXT + "*" + TempFile.ENDING;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, left)) {
            for (Path entry : entries) {
                Files.deleteIfExists(entry);
            }
        }
    }

    private static void await(FileChannel channel, Path folder, Duration patience)
            throws IOException {
        for (long left = patience.dividedBy(PAUSE); tryLock(channel).isEmpty(); left--) {
            if (left <= 0) {
                throw Failure.refused(
                        folder.resolve(NAME).toString(),
                        "another wg-mesh has been writing in this folder for "
                                + patience.toSeconds()
                                + " s",
                        "wait for it to end, or stop it");
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw Failure.refused(
                        folder.toString(), "interrupted while waiting for its lock", "try again");
            }
        }
    }

    /** Another thread of this process holds it: told by an exception; another process: by null. */
    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException _) {
            return Optional.empty();
        }
    }

    /** Frees it. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // The operating system frees the lock with the process at the latest.
        }
    }
}
