package dev.wgmesh.files;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder whose files are read whole, and nothing outside of it: neither by {@code ..} nor by an
 * absolute path nor through a symbolic link.
 */
public final class ConfinedFolder {
    /** The largest file that is read, in octets. */
    public static final int MAX_OCTETS = 256 << 20;

    private final Path folder;
    private final int maxOctets;

    private ConfinedFolder(Path folder, int maxOctets) {
        this.folder = folder;
        this.maxOctets = maxOctets;
    }

    /** The folder, read when a file of it is asked for. */
    public static ConfinedFolder of(Path folder) {
        return new ConfinedFolder(folder, MAX_OCTETS);
    }

    /** The folder that holds {@code file}. */
    public static ConfinedFolder around(Path file) {
        Path parent = file.getParent();
        return of(parent == null ? Path.of("") : parent);
    }

    ConfinedFolder limitedTo(int octets) {
        return new ConfinedFolder(folder, octets);
    }

    /**
     * The whole text of a file, each octet one character (ISO-8859-1), so that offsets are octets.
     *
     * @param file a path as the folder's own was given: {@code zones/common.inc} in {@code zones}
     * @throws Failure UNREADABLE where it cannot be read, is no file or is too large; REFUSED where
     *     it lies outside the folder
     */
    public String text(String file) {
        Path path = Path.of(file);
        try {
            Path real = path.toRealPath();
            if (!real.startsWith(folder.toAbsolutePath().toRealPath())) {
                throw Failure.refused(
                        file,
                        "lies outside " + shown(),
                        "move it into that folder, or copy it there");
            }
            return read(path, real);
        } catch (IOException e) {
            throw IoErrorText.failure(path, e);
        }
    }

    /**
     * The whole text of a file of the folder that may itself be a symbolic link to anywhere.
     *
     * @throws Failure UNREADABLE where it cannot be read, is no file or is too large
     */
    public String entry(Path file) {
        try {
            return read(file, file.toRealPath());
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }

    /**
     * The path of a file that is there, every symbolic link resolved.
     *
     * @throws Failure UNREADABLE where there is none
     */
    public Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }

    /**
     * The paths of its files whose names end so, sorted; hidden ones left out.
     *
     * @throws Failure UNREADABLE where the folder cannot be listed
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

    /** Its path with a slash at its end, as a person calls it: {@code zones/}. */
    public String shown() {
        String text = folder.toString();
        return text.isEmpty() ? "./" : text.endsWith("/") ? text : text + "/";
    }

    private String read(Path file, Path real) throws IOException {
        if (!Files.isRegularFile(real)) {
            throw Failure.unreadable(file.toString(), "is no file", "name a file");
        }
        byte[] octets;
        try (InputStream in = Files.newInputStream(real)) {
            octets = in.readNBytes(maxOctets);
            if (in.read() >= 0) {
                throw Failure.unreadable(
                        file.toString(), "is larger than " + maxOctets + " octets", "split it");
            }
        }
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
