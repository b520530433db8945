package dev.wgmesh.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A hidden file, mode 0600 from its first octet, that is to become another one. */
final class TempFile {
    /** Writes octets to an open file; the seam at which a test fills the disk. */
    @FunctionalInterface
    interface Octets {
        void write(FileChannel channel, ByteBuffer octets) throws IOException;
    }

    private TempFile() {}

    static final Octets DISK =
            (channel, octets) -> {
                while (octets.hasRemaining()) {
                    channel.write(octets);
                }
            };

    /** How the names of replacements begin; the holder of a folder's lock takes left ones away. */
    static final String NEXT = ".wg-mesh-next-";

    /** How the names of other files begin, which need no lock. */
    static final String NEW = ".wg-mesh-new-";

    /** How the names of all of them end. */
    static final String ENDING = ".tmp";

    /** A file in {@code folder} that holds the octets and is on the disk; none where it fails. */
    static Path write(Path folder, String prefix, byte[] octets, Octets disk) throws IOException {
        Path temp =
                Files.createTempFile(
                        folder,
                        prefix,
                        ENDING,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(temp, StandardOpenOption.WRITE)) {
            disk.write(channel, ByteBuffer.wrap(octets));
            channel.force(true);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(temp);
            throw e;
        }
        return temp;
    }

    /** Puts the names of a folder on the disk. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file.toAbsolutePath() : folder;
    }
}
