package dev.wgmesh.files;

import dev.wgmesh.limits.HeapLimit;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder whose files are read whole; nothing outside the folder is read, whether by {@code ..},
 * an absolute path or a symbolic link.
 */
public final class ConfinedFolder {
    /** Octets of the largest file that is read, however large the heap is. */
    public static final int MAX_OCTETS = 256 << 20;

    /** Octets that are compared at once. */
    private static final int PART = 1 << 16;

    private final Path folder;
    private final int maxOctets;

    private ConfinedFolder(Path folder, int maxOctets) {
        this.folder = folder;
        this.maxOctets = maxOctets;
    }

    /** Returns the folder at a path; nothing is read yet. */
    public static ConfinedFolder of(Path folder) {
        return new ConfinedFolder(folder, maxOctets(HeapLimit.ofProcess()));
    }

    /** Returns the octets of the largest file: its text is held three times while it is edited. */
    private static int maxOctets(HeapLimit heap) {
        return (int) Math.min(MAX_OCTETS, heap.most() / 4);
    }

    /** Returns the folder that holds {@code file}. */
    public static ConfinedFolder ofParent(Path file) {
        Path parent = file.getParent();
        return of(parent == null ? Path.of("") : parent);
    }

    ConfinedFolder withLimit(int octets) {
        return new ConfinedFolder(folder, octets);
    }

    /**
     * Returns the whole text of a file, each octet one character (ISO-8859-1), so that offsets are
     * octets.
     *
     * @param file a path as the folder's own was given: {@code zones/common.inc} in {@code zones}
     * @throws Failure UNREADABLE when the file cannot be read, is not a regular file or is too
     *     large; REFUSED when it is outside the folder
     */
    public String read(String file) {
        return confined(file, (path, real) -> read(path, real));
    }

    /**
     * Returns whether the whole text of a file is this one now, each octet one character.
     *
     * @throws Failure as {@link #read(String)} does
     */
    public boolean holds(String file, String text) {
        return confined(file, (path, real) -> holds(path, real, text));
    }

    /** Reads a file of the folder. */
    @FunctionalInterface
    private interface FileOperation<T> {
        T apply(Path file, Path real) throws IOException;
    }

    private <T> T confined(String file, FileOperation<T> operation) {
        if (file.indexOf('\0') >= 0) {
            throw Failure.input(
                    PrintableText.of(file),
                    "is not a file name: it has a NUL octet",
                    "remove the octet");
        }
        Path path = Path.of(file);
        try {
            Path real = path.toRealPath();
            if (!real.startsWith(folder.toAbsolutePath().toRealPath())) {
                throw Failure.refused(
                        file,
                        Files.isSymbolicLink(path)
                                ? "is a symbolic link to " + real + ", outside " + displayName()
                                : "is outside " + displayName(),
                        "move or copy the file into " + displayName());
            }
            return operation.apply(path, real);
        } catch (IOException e) {
            throw IoErrorText.failure(path, e);
        }
    }

    /**
     * Returns the whole text of a file of the folder, which may be a symbolic link to anywhere.
     *
     * @throws Failure UNREADABLE when the file cannot be read, is not a regular file or is too
     *     large
     */
    public String readLinked(Path file) {
        try {
            return read(file, file.toRealPath());
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }

    /**
     * Returns the real path of an existing file, with every symbolic link resolved.
     *
     * @throws Failure UNREADABLE when the file does not exist
     */
    public Path realPath(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }

    /**
     * Returns the paths of the files whose names end with {@code ending}, sorted, without hidden
     * files.
     *
     * @throws Failure UNREADABLE when the folder cannot be listed
     */
    public List<Path> list(String ending) {
        var found = new ArrayList<Path>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (name.endsWith(ending) && !name.startsWith(".") && !Files.isDirectory(entry)) {
                    found.add(entry);
                }
            }
        } catch (IOException e) {
            throw IoErrorText.failure(folder, e);
        }
        found.sort(null);
        return found;
    }

    /** Returns the path with a trailing slash, for messages: {@code zones/}. */
    public String displayName() {
        String text = folder.toString();
        return text.isEmpty() ? "./" : text.endsWith("/") ? text : text + "/";
    }

    private static boolean holds(Path file, Path real, String text) throws IOException {
        requireRegular(file, real);
        if (Files.size(real) != text.length()) {
            return false;
        }
        byte[] octets = new byte[PART];
        int at = 0;
        try (InputStream in = Files.newInputStream(real)) {
            for (int read = in.read(octets); read >= 0; read = in.read(octets)) {
                String part = new String(octets, 0, read, StandardCharsets.ISO_8859_1);
                if (!text.startsWith(part, at)) {
                    return false;
                }
                at += read;
            }
        }
        return at == text.length();
    }

    private static void requireRegular(Path file, Path real) {
        if (!Files.isRegularFile(real)) {
            throw Failure.unreadable(
                    file.toString(), "is not a regular file", "give the path of a file");
        }
    }

    /** Reads into one array, of which the text is made without a copy: a zone file may be large. */
    private String read(Path file, Path real) throws IOException {
        requireRegular(file, real);
        long size = Files.size(real);
        if (size > maxOctets) {
            throw tooLarge(file);
        }
        // a file of /proc says that it is empty, and may have no end
        String text = size > 0 ? Files.readString(real, StandardCharsets.ISO_8859_1) : head(real);
        if (text.length() > maxOctets) {
            throw tooLarge(file);
        }
        return text;
    }

    /** Returns the text of a file up to one octet more than the largest file has. */
    private String head(Path real) throws IOException {
        try (InputStream in = Files.newInputStream(real)) {
            return new String(in.readNBytes(maxOctets + 1), StandardCharsets.ISO_8859_1);
        }
    }

    private Failure tooLarge(Path file) {
        return Failure.unreadable(
                file.toString(), "is larger than " + maxOctets + " octets", "split the file");
    }
}
