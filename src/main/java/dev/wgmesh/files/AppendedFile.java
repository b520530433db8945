package dev.wgmesh.files;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that only grows, for its owner's eyes only (mode 0600): a log. */
public final class AppendedFile {
    private AppendedFile() {}

    /**
     * Puts lines at the end in one write, so that writers side by side do not mix, and on the disk;
     * the file is made if it is not there. No text: only finds out whether that can be done.
     *
     * @throws Failure UNREADABLE where it cannot be written
     */
    public static void append(Path file, String text) {
        try (var channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            TempFile.DISK.write(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }
}
