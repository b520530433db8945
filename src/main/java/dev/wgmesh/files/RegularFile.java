package dev.wgmesh.files;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * A file whose reading ends. Opening a named pipe waits for a writer, and reading a terminal for
 * somebody who types, without a limit. Open files of this process, such as {@code /dev/stdin} and
 * the {@code /dev/fd/63} of a shell's {@code <(command)}, are what the user asked for.
 */
public final class RegularFile {
    /** Linux, stat(2): the type of a file in its mode. */
    private static final int TYPE = 0xf000;

    private static final int PIPE = 0x1000;
    private static final int SOCKET = 0xc000;

    private static final Path EMPTY = Path.of("/dev/null");

    private static final List<Path> OPEN_FILES =
            List.of(Path.of("/dev/stdin"), Path.of("/dev/fd"), Path.of("/proc/self/fd"));

    private RegularFile() {}

    /**
     * Returns the text of a file.
     *
     * @throws IOException as {@link Files#readString(Path, Charset)} does, and for a named pipe, a
     *     socket and a device
     */
    public static String text(Path file, Charset charset) throws IOException {
        require(file);
        return Files.readString(file, charset);
    }

    /**
     * Refuses a named pipe, a socket and a device; not a folder, nor what does not exist.
     *
     * @throws IOException for such a file, and where it cannot be examined
     */
    static void require(Path file) throws IOException {
        Path path = file.toAbsolutePath();
        if (path.equals(EMPTY) || OPEN_FILES.stream().anyMatch(path::startsWith)) {
            return;
        }
        BasicFileAttributes about;
        try {
            about = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException _) {
            return;
        }
        if (about.isOther() && !Files.isSameFile(file, EMPTY)) {
            throw new FileSystemException(file.toString(), null, type(file));
        }
    }

    /**
     * Returns what a new file is to replace: the target of a symbolic link, else the path.
     *
     * @throws IOException where it is neither a file nor missing: root would replace {@code
     *     /dev/null} for every program
     */
    static Path toReplace(Path file) throws IOException {
        if (!Files.exists(file)) {
            return file;
        }
        Path target = file.toRealPath();
        if (!Files.isRegularFile(target) && !Files.isDirectory(target)) {
            throw new FileSystemException(file.toString(), null, type(target));
        }
        return target;
    }

    private static String type(Path file) throws IOException {
        int type = Files.getAttribute(file, "unix:mode") instanceof Integer mode ? mode & TYPE : 0;
        return switch (type) {
            case PIPE -> "is a named pipe";
            case SOCKET -> "is a socket";
            default -> "is a device";
        };
    }
}
