package dev.wgmesh.files;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** An append-only log file that only its owner can read (mode 0600). */
public final class AppendOnlyFile {
    private AppendOnlyFile() {}

    /**
     * Appends lines in one write, so that concurrent writers do not interleave, and syncs the file;
     * creates the file if needed, and then syncs its folder. With empty text, only checks that the
     * file can be written.
     *
     * @throws Failure UNREADABLE when the file cannot be written
     */
    public static void append(Path file, String text) {
        boolean isNew = Files.notExists(file);
        try (var channel = open(file)) {
            TempFile.DISK.write(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
            if (isNew) {
                TempFile.sync(TempFile.parentOf(file));
            }
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }

    private static FileChannel open(Path file) throws IOException {
        RegularFile.require(file);
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                TempFile.OWNER_ONLY);
    }

    /** Returns the octets of a file; of one that does not exist: 0. */
    public static long size(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException _) {
            return 0;
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }
}
