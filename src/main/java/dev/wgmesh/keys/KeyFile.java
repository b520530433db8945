package dev.wgmesh.keys;

import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that holds one private key and a line feed, as {@code wg genkey} writes it.
 *
 * @param key what it holds
 * @param warnings that others may read it
 */
public record KeyFile(PrivateKey key, List<Problem> warnings) {
    /** Copies. */
    public KeyFile {
        warnings = List.copyOf(warnings);
    }

    /**
     * The key in the file.
     *
     * @throws Failure INPUT where it holds no key (which is not quoted), UNREADABLE where it cannot
     *     be read
     */
    public static KeyFile read(Path file) {
        String text = PrivateFile.read(file).strip();
        return switch (PrivateKey.read(text)) {
            case ParsedKey.Good<PrivateKey>(PrivateKey key) -> new KeyFile(key, warnings(file));
            case ParsedKey.Bad<PrivateKey>(_, String detail) ->
                    throw Failure.input(
                            file.toString(),
                            text.isEmpty() ? "is empty" : "the private key " + detail,
                            "make a key: wg-mesh keygen --out FILE");
        };
    }

    private static List<Problem> warnings(Path file) {
        return PrivateFile.isExposed(file)
                ? List.of(
                        new Problem(
                                file.toString(),
                                "holds a private key and is open to others",
                                "chmod 600 " + file))
                : List.of();
    }

    /**
     * Makes a file with the key: mode 0600 from the first octet, whole or not at all, on the disk
     * when this returns.
     *
     * @throws Failure REFUSED where something has that name, UNREADABLE where it cannot be written
     */
    public static void create(Path file, PrivateKey key) {
        PrivateFile.create(file, text(key));
    }

    /**
     * Makes or replaces the file, as {@link #create} does.
     *
     * @throws Failure UNREADABLE where it cannot be written
     */
    public static void replace(Path file, PrivateKey key) {
        PrivateFile.replace(file, text(key));
    }

    private static String text(PrivateKey key) {
        return key.reveal() + "\n";
    }
}
