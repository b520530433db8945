package dev.wgmesh.files;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A file that only its owner can read (mode 0600), written whole or not at all. */
public final class PrivateFile {
    /** Octets of the largest file that is read. */
    public static final int MAX_OCTETS = 16 << 20;

    private static final Set<PosixFilePermission> OTHERS =
            Set.copyOf(
                    EnumSet.complementOf(
                            EnumSet.of(
                                    PosixFilePermission.OWNER_READ,
                                    PosixFilePermission.OWNER_WRITE,
                                    PosixFilePermission.OWNER_EXECUTE)));

    private static final Set<PosixFilePermission> EVERYBODY =
            Set.of(
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE,
                    PosixFilePermission.OTHERS_EXECUTE);

    private PrivateFile() {}

    /**
     * Creates a file and syncs it to disk.
     *
     * @throws Failure REFUSED when the name is taken, whose file is left unchanged; UNREADABLE when
     *     the file cannot be written
     */
    public static void create(Path file, String text) {
        create(file, text, TempFile.DISK);
    }

    /**
     * Creates a file of octets, as {@link #create(Path, String)} does.
     *
     * @throws Failure as that does
     */
    public static void create(Path file, byte[] octets) {
        write(file, octets, TempFile.DISK, PrivateFile::link);
    }

    /**
     * Creates a file, or replaces an existing one (of a symbolic link, its target), owned by this
     * user with mode 0600, and syncs it to disk.
     *
     * @throws Failure UNREADABLE when the file cannot be written; an existing file is then
     *     unchanged
     */
    public static void replace(Path file, String text) {
        replace(file, text, TempFile.DISK);
    }

    static void create(Path file, String text, TempFile.ChannelWriter disk) {
        write(file, octets(text), disk, PrivateFile::link);
    }

    static void replace(Path file, String text, TempFile.ChannelWriter disk) {
        try {
            write(RegularFile.toReplace(file), octets(text), disk, PrivateFile::move);
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }

    /**
     * Returns the text of a file of at most 16 MiB.
     *
     * @throws Failure UNREADABLE when the file cannot be read
     */
    public static String read(Path file) {
        return new String(readOctets(file), StandardCharsets.UTF_8);
    }

    /**
     * Returns the octets of a file of at most 16 MiB.
     *
     * @throws Failure as {@link #read} does
     */
    public static byte[] readOctets(Path file) {
        try {
            return octets(file);
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }

    /**
     * Returns the text of a file, as {@link #read} does; empty where it does not exist.
     *
     * @throws Failure UNREADABLE when it exists and cannot be read, as a dangling link cannot, or
     *     when nothing says whether it exists
     */
    public static Optional<String> readIfExists(Path file) {
        try {
            return Optional.of(new String(octets(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            if (exists(file)) {
                throw IoErrorText.failure(file, e);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }

    private static byte[] octets(Path file) throws IOException {
        RegularFile.require(file);
        try (var in = Files.newInputStream(file)) {
            byte[] octets = in.readNBytes(MAX_OCTETS);
            if (in.read() >= 0) {
                throw Failure.unreadable(
                        file.toString(), "is larger than " + MAX_OCTETS + " octets", "");
            }
            return octets;
        }
    }

    /**
     * Deletes a file, or of a symbolic link the link, and syncs its folder; does nothing where it
     * does not exist.
     *
     * @throws Failure UNREADABLE when it cannot be deleted
     */
    public static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
            TempFile.sync(TempFile.parentOf(file));
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }

    /** Returns whether a file, or a dangling symbolic link, exists. */
    public static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Refuses a folder, whose permissions must not be changed to those of a file.
     *
     * @throws Failure UNREADABLE for a folder
     */
    public static void requireFile(Path file) {
        if (Files.isDirectory(file)) {
            throw IoErrorText.failure(
                    file, new FileSystemException(file.toString(), null, "Is a directory"));
        }
    }

    /**
     * Returns whether anyone but the owner may read or write the file.
     *
     * @throws Failure UNREADABLE when the permissions cannot be read
     */
    public static boolean isExposed(Path file) {
        return hasPermission(file, OTHERS);
    }

    /**
     * Returns whether everybody may read, write or execute the file. A server reads its keys by its
     * group (mode 0640), which is not everybody.
     *
     * @throws Failure UNREADABLE when the permissions cannot be read
     */
    public static boolean isOpenToEverybody(Path file) {
        return hasPermission(file, EVERYBODY);
    }

    /**
     * Returns whether the group of the file may write it.
     *
     * @throws Failure UNREADABLE when the permissions cannot be read
     */
    public static boolean isGroupWritable(Path file) {
        return hasPermission(file, Set.of(PosixFilePermission.GROUP_WRITE));
    }

    /**
     * Returns whether a user other than the owner may write the file.
     *
     * @throws Failure UNREADABLE when the permissions cannot be read
     */
    public static boolean isWritableByOthers(Path file) {
        return hasPermission(
                file, Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE));
    }

    private static boolean hasPermission(Path file, Set<PosixFilePermission> any) {
        try {
            return Files.getPosixFilePermissions(file).stream().anyMatch(any::contains);
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }

    /**
     * Refuses a file that a stranger may have written, which may become a file of this user.
     *
     * @throws Failure as {@link #requireOwn(Path, String, String)} does
     */
    public static void requireOwn(Path file, String what) {
        requireOwn(file, what, "check the file, then run: chown $(id -u) " + file);
    }

    /**
     * Refuses a file that a stranger may have written: one that belongs neither to this user nor to
     * root.
     *
     * @param what the contents, for the message: {@code private key}
     * @param fix how to make it a file of this user
     * @throws Failure REFUSED for such a file; UNREADABLE when the owner cannot be read
     */
    public static void requireOwn(Path file, String what, String fix) {
        try {
            if (!FileOwner.isCallerOrRoot(file)) {
                throw Failure.refused(
                        file.toString(),
                        "the file of this "
                                + what
                                + " belongs to another user, "
                                + Files.getOwner(file),
                        fix);
            }
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }

    /** Gives the written temporary file its name. */
    @FunctionalInterface
    private interface RenameOperation {
        void apply(Path temp, Path file) throws IOException;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void write(
            Path file, byte[] octets, TempFile.ChannelWriter disk, RenameOperation naming) {
        Path folder = TempFile.parentOf(file);
        try {
            Path temp = TempFile.write(folder, TempFile.NEW, octets, disk);
            try {
                naming.apply(temp, file);
            } finally {
                Files.deleteIfExists(temp);
            }
            TempFile.sync(folder);
        } catch (NoSuchFileException e) {
            if (Files.isDirectory(folder)) {
                throw IoErrorText.failure(file, e);
            }
            throw Failure.unreadable(
                    file.toString(),
                    "the folder " + folder + " does not exist",
                    "create the folder: mkdir -p -m 700 " + folder);
        } catch (FileAlreadyExistsException _) {
            throw Failure.refused(
                    file.toString(),
                    "already exists",
                    "choose another name, or move the existing file away");
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }

    /** A hard link fails when the name is taken; a rename would replace the file. */
    private static void link(Path temp, Path file) throws IOException {
        Files.createLink(file, temp);
    }

    private static void move(Path temp, Path file) throws IOException {
        Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
