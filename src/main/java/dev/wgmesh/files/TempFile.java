package dev.wgmesh.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A hidden temporary file that is renamed or linked later; mode 0600 from its first octet, unless
 * it begins as a copy of another file.
 */
final class TempFile {
    /** Writes octets to an open file; a test simulates a full disk here. */
    @FunctionalInterface
    interface ChannelWriter {
        void write(FileChannel channel, ByteBuffer octets) throws IOException;
    }

    /** Mode 0600. */
    static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final Set<OpenOption> EXCLUSIVE =
            Set.of(
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);

    private static final Set<OpenOption> OVERWRITING =
            Set.of(
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);

    private static final KernelRandom RANDOM = new KernelRandom();

    private TempFile() {}

    static final ChannelWriter DISK =
            (channel, octets) -> {
                while (octets.hasRemaining()) {
                    channel.write(octets);
                }
            };

    /** Name prefix of replacements; the holder of a folder's lock deletes abandoned ones. */
    static final String NEXT = ".wg-mesh-next-";

    /** Name prefix of other temporary files, which need no lock. */
    static final String NEW = ".wg-mesh-new-";

    /** Name suffix of all temporary files. */
    static final String ENDING = ".tmp";

    /** Writes the octets to a new file in {@code folder}, synced; no file remains on failure. */
    static Path write(Path folder, String prefix, byte[] octets, ChannelWriter disk)
            throws IOException {
        Path temp = path(folder, prefix);
        // Opened once: a second open by name could meet a file that another user put there.
        write(FileChannel.open(temp, EXCLUSIVE, OWNER_ONLY), temp, octets, disk);
        return temp;
    }

    /**
     * Writes the octets to a new file beside {@code file}, synced; no file remains on failure. The
     * new file has the attributes of {@code file}, as far as this user can set them: mode, owner,
     * group, and extended attributes, among which are access control lists and security labels.
     */
    static Path writeBeside(Path file, String prefix, byte[] octets, ChannelWriter disk)
            throws IOException {
        Path temp = path(parentOf(file), prefix);
        // Nothing else of the JDK sets extended attributes outside of the namespace "user".
        Files.copy(file, temp, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        FileChannel opened;
        try {
            opened = FileChannel.open(temp, OVERWRITING);
        } catch (IOException e) {
            Files.deleteIfExists(temp);
            throw e;
        }
        write(opened, temp, octets, disk);
        return temp;
    }

    /** Returns whether that is a replacement, which the holder of the folder's lock may delete. */
    static boolean isReplacement(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith(NEXT) && name.endsWith(ENDING);
    }

    private static Path path(Path folder, String prefix) {
        return folder.resolve(prefix + Long.toUnsignedString(RANDOM.nextLong(), 36) + ENDING);
    }

    private static void write(FileChannel opened, Path temp, byte[] octets, ChannelWriter disk)
            throws IOException {
        try (FileChannel channel = opened) {
            disk.write(channel, ByteBuffer.wrap(octets));
            channel.force(true);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(temp);
            throw e;
        }
    }

    /** Syncs the entries of a folder to disk. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static Path parentOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file.toAbsolutePath() : folder;
    }
}
