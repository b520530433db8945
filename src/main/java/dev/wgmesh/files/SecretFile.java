package dev.wgmesh.files;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A small file that only its owner may read.
 *
 * @param octets all it holds
 * @param warnings that others may read it
 */
public record SecretFile(byte[] octets, List<Problem> warnings) {
    /** Octets read at the most. */
    private static final int MOST = 65_536;

    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> OTHERS_READ =
            EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    /**
     * All of the file, 65,536 octets at the most.
     *
     * @throws Failure UNREADABLE where it cannot be read
     */
    public static SecretFile read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] octets = in.readNBytes(MOST);
            return new SecretFile(octets, warnings(file));
        } catch (IOException e) {
            throw Failure.unreadable(
                    file.toString(),
                    "cannot be read: " + reason(e),
                    "name a file that you may read");
        }
    }

    private static List<Problem> warnings(Path file) throws IOException {
        var others = EnumSet.copyOf(OTHERS_READ);
        others.retainAll(Files.getPosixFilePermissions(file));
        return others.isEmpty()
                ? List.of()
                : List.of(
                        new Problem(
                                file.toString(),
                                "holds a secret and is readable by others",
                                "chmod 600 " + file));
    }

    /**
     * Writes the file: mode 0600 from the first octet, whole or not at all, on the disk when this
     * returns.
     *
     * @param replace whether a file that is there may be replaced
     * @throws Failure REFUSED where a file is there that may not be replaced, UNREADABLE where the
     *     folder cannot be written
     */
    public static void write(Path file, byte[] octets, boolean replace) {
        try {
            Path target = replace && Files.isSymbolicLink(file) ? file.toRealPath() : file;
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                    && !(replace && Files.isRegularFile(target))) {
                throw refused(file, replace);
            }
            writeWhole(target, octets, replace);
        } catch (FileAlreadyExistsException _) {
            throw refused(file, replace);
        } catch (IOException e) {
            throw Failure.unreadable(
                    file.toString(),
                    "cannot be written: " + reason(e),
                    "nothing was written; name a file in a folder that you may write");
        }
    }

    private static Failure refused(Path file, boolean replace) {
        return replace
                ? Failure.refused(file.toString(), "is no regular file", "name another")
                : Failure.refused(file.toString(), "is there already", "name another, or --force");
    }

    private static void writeWhole(Path target, byte[] octets, boolean replace) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        Path half =
                Files.createTempFile(
                        folder,
                        "." + target.getFileName() + ".",
                        ".new",
                        PosixFilePermissions.asFileAttribute(OWNER));
        try {
            try (FileChannel channel = FileChannel.open(half, StandardOpenOption.WRITE)) {
                var rest = ByteBuffer.wrap(octets);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            if (replace) {
                Files.move(half, target, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.createLink(target, half);
            }
        } finally {
            Files.deleteIfExists(half);
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file or folder";
            case AccessDeniedException _ -> "permission denied";
            default -> String.valueOf(e.getMessage());
        };
    }
}
