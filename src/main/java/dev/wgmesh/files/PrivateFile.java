package dev.wgmesh.files;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** A file for its owner's eyes only (mode 0600), there as a whole or not at all. */
public final class PrivateFile {
    /** The largest text that is read, in octets. */
    static final int MAX_OCTETS = 16 << 20;

    private static final Set<PosixFilePermission> OTHERS =
            Set.copyOf(
                    EnumSet.complementOf(
                            EnumSet.of(
                                    PosixFilePermission.OWNER_READ,
                                    PosixFilePermission.OWNER_WRITE,
                                    PosixFilePermission.OWNER_EXECUTE)));

    private PrivateFile() {}

    /**
     * Makes a file that is not there yet, and puts it on the disk.
     *
     * @throws Failure REFUSED where something has that name, which is left as it is; UNREADABLE
     *     where it cannot be written
     */
    public static void create(Path file, String text) {
        create(file, text, TempFile.DISK);
    }

    /**
     * Makes a file, or replaces the one there with one of this user and mode 0600, on the disk; of
     * a symbolic link, its target.
     *
     * @throws Failure UNREADABLE where it cannot be written; the file is then as it was
     */
    public static void replace(Path file, String text) {
        replace(file, text, TempFile.DISK);
    }

    static void create(Path file, String text, TempFile.Octets disk) {
        write(file, text, disk, PrivateFile::link);
    }

    static void replace(Path file, String text, TempFile.Octets disk) {
        try {
            write(Files.exists(file) ? file.toRealPath() : file, text, disk, PrivateFile::move);
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }

    /**
     * The text of a file, of at most 16 MiB.
     *
     * @throws Failure UNREADABLE where it cannot be read
     */
    public static String read(Path file) {
        try (var in = Files.newInputStream(file)) {
            byte[] octets = in.readNBytes(MAX_OCTETS);
            if (in.read() >= 0) {
                throw Failure.unreadable(
                        file.toString(), "is larger than " + MAX_OCTETS + " octets", "");
            }
            return new String(octets, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }

    /** Whether a file is there, a dangling symbolic link too. */
    public static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Whether somebody besides its owner may read or write it.
     *
     * @throws Failure UNREADABLE where that cannot be told
     */
    public static boolean isExposed(Path file) {
        try {
            return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }

    /** How a file that is written comes to its name. */
    @FunctionalInterface
    private interface Naming {
        void name(Path temp, Path file) throws IOException;
    }

    private static void write(Path file, String text, TempFile.Octets disk, Naming naming) {
        Path folder = TempFile.folderOf(file);
        try {
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            Path temp = TempFile.write(folder, TempFile.NEW, octets, disk);
            try {
                naming.name(temp, file);
            } finally {
                Files.deleteIfExists(temp);
            }
            TempFile.sync(folder);
        } catch (FileAlreadyExistsException _) {
            throw Failure.refused(
                    file.toString(), "is there already", "choose another name, or move it away");
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }

    /** A hard link fails where the name is taken; a rename would not. */
    private static void link(Path temp, Path file) throws IOException {
        Files.createLink(file, temp);
    }

    private static void move(Path temp, Path file) throws IOException {
        Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
