package dev.wgmesh.files;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/**
 * The next contents of a file that exists: on the disk beside it, with its owner, group and mode,
 * and not yet in its place. Where the file is a symbolic link its target is replaced and the link
 * kept. Whoever reads the file sees the old contents or the new ones, never a part. Made while the
 * {@link FolderLock} of the file's folder is held.
 */
public final class FileReplacement implements AutoCloseable {
    private final Path target;
    private final Path temp;

    private FileReplacement(Path target, Path temp) {
        this.target = target;
        this.temp = temp;
    }

    /**
     * Writes the next contents beside the file.
     *
     * @throws Failure UNREADABLE where that cannot be done (a full disk, no permission); REFUSED
     *     where the file's owner cannot be kept. Nothing is left behind then.
     */
    public static FileReplacement of(Path file, byte[] octets) {
        return of(file, octets, TempFile.DISK);
    }

    static FileReplacement of(Path file, byte[] octets, TempFile.Octets disk) {
        try {
            Path target = file.toRealPath();
            Path temp = TempFile.write(TempFile.folderOf(target), TempFile.NEXT, octets, disk);
            try {
                keepOwnerAndMode(file, target, temp);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(temp);
                throw e;
            }
            return new FileReplacement(target, temp);
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }

    private static void keepOwnerAndMode(Path file, Path target, Path temp) throws IOException {
        var had = Files.readAttributes(target, PosixFileAttributes.class);
        var view = Files.getFileAttributeView(temp, PosixFileAttributeView.class);
        var has = view.readAttributes();
        try {
            if (!has.group().equals(had.group())) {
                view.setGroup(had.group());
            }
            if (!has.owner().equals(had.owner())) {
                view.setOwner(had.owner());
            }
        } catch (IOException e) {
            throw Failure.refused(
                    file.toString(),
                    "belongs to "
                            + had.owner()
                            + ":"
                            + had.group()
                            + ", which this user cannot keep",
                    "run as that user or as root");
        }
        view.setPermissions(had.permissions());
    }

    /**
     * Puts the contents into their place in one step.
     *
     * @throws Failure UNREADABLE where that cannot be done; the file is then as it was
     */
    public void commit() {
        try {
            Files.move(
                    temp,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            TempFile.sync(TempFile.folderOf(target));
        } catch (IOException e) {
            throw IoErrorText.failure(target, e);
        }
    }

    /** Removes what was written beside the file, if it did not come into its place. */
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
