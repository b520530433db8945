package dev.wgmesh.files;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;

/**
 * The new contents of an existing file, written to a temporary file beside it with the same owner,
 * group, mode and extended attributes. For a symbolic link, the target is replaced and the link
 * kept. A reader sees the old contents or the new contents, never a part. Created while the {@link
 * FolderLock} of the file's folder is held.
 */
public final class FileReplacement implements AutoCloseable {
    private final Path target;
    private final Path temp;

    private FileReplacement(Path target, Path temp) {
        this.target = target;
        this.temp = temp;
    }

    /**
     * Writes the new contents beside the file.
     *
     * @throws Failure UNREADABLE when they cannot be written (a full disk, no permission); REFUSED
     *     when the file's owner cannot be kept. No temporary file remains then.
     */
    public static FileReplacement of(Path file, byte[] octets) {
        return of(file, octets, TempFile.DISK);
    }

    static FileReplacement of(Path file, byte[] octets, TempFile.ChannelWriter disk) {
        try {
            Path target = file.toRealPath();
            Path temp = TempFile.writeBeside(target, TempFile.NEXT, octets, disk);
            try {
                requireSameOwner(file, target, temp);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(temp);
                throw e;
            }
            return new FileReplacement(target, temp);
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }

    /**
     * Throws where the temporary file, a copy of the file, did not get its owner and group. Nothing
     * is set by its name here: who can write the folder could put a link there, and root would
     * change the owner or mode of another file.
     */
    private static void requireSameOwner(Path file, Path target, Path temp) throws IOException {
        var had = Files.readAttributes(target, PosixFileAttributes.class);
        var has = Files.readAttributes(temp, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!has.isRegularFile()) {
            throw Failure.refused(
                    file.toString(),
                    "cannot be changed: another program replaced the temporary file beside it",
                    "check who can write its folder, and run the command again");
        }
        if (!has.group().equals(had.group()) || !has.owner().equals(had.owner())) {
            throw Failure.refused(
                    file.toString(),
                    "belongs to "
                            + had.owner()
                            + ":"
                            + had.group()
                            + ", and this user cannot set that owner on the new file",
                    "run as " + had.owner() + " or as root");
        }
    }

    /**
     * Renames the temporary file over the file, in one step.
     *
     * @throws Failure UNREADABLE when it cannot be renamed; the file is then unchanged
     */
    public void commit() {
        try {
            Files.move(
                    temp,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            TempFile.sync(TempFile.parentOf(target));
        } catch (IOException e) {
            throw IoErrorText.failure(target, e);
        }
    }

    /** Deletes the temporary file, unless it was committed. */
    @Override
    public void close() {
        try {
            if (Files.exists(temp, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(temp);
            }
        } catch (IOException e) {
            throw IoErrorText.failure(temp, e);
        }
    }
}
