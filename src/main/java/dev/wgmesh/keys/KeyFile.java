package dev.wgmesh.keys;

import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that holds one private key and a line feed, as {@code wg genkey} writes it.
 *
 * @param key the key in the file
 * @param warnings a problem if other users can read the file
 */
public record KeyFile(PrivateKey key, List<Problem> warnings) {
    private static final String WHAT = "private key";

    public KeyFile {
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads the key in a file.
     *
     * @throws Failure INPUT when the file holds no key (its text is not quoted), UNREADABLE when it
     *     cannot be read, REFUSED when it belongs neither to this user nor to root
     */
    public static KeyFile read(Path file) {
        PrivateFile.requireOwn(file, WHAT);
        return new KeyFile(
                SecretFile.read(
                        file, WHAT, PrivateKey::parse, "create a key: wg-mesh keygen --out FILE"),
                SecretFile.warnings(file, WHAT));
    }

    /**
     * Creates a file with the key: mode 0600 from the first octet, whole or not at all, on disk
     * when this returns.
     *
     * @throws Failure REFUSED when the name is taken, UNREADABLE when the file cannot be written
     */
    public static void create(Path file, PrivateKey key) {
        PrivateFile.create(file, text(key));
    }

    /**
     * Creates or replaces the file, as {@link #create} does.
     *
     * @throws Failure UNREADABLE when the file cannot be written
     */
    public static void replace(Path file, PrivateKey key) {
        PrivateFile.replace(file, text(key));
    }

    private static String text(PrivateKey key) {
        return key.reveal() + "\n";
    }
}
