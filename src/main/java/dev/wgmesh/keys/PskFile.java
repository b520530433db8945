package dev.wgmesh.keys;

import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that holds the secret of preshared keys and a line feed, as {@code wg-mesh keygen --psk}
 * writes it.
 *
 * @param secret the secret in the file
 * @param warnings a problem if other users can read the file
 */
public record PskFile(PskSecret secret, List<Problem> warnings) {
    private static final String WHAT = "secret of preshared keys";

    public PskFile {
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads the secret in a file.
     *
     * @throws Failure INPUT when the file holds no secret (its text is not quoted), UNREADABLE when
     *     it cannot be read, REFUSED when it belongs neither to this user nor to root
     */
    public static PskFile read(Path file) {
        PrivateFile.requireOwn(file, WHAT);
        return new PskFile(
                SecretFile.read(
                        file,
                        "secret",
                        PskSecret::parse,
                        "copy the file of another node, or create the first one: wg-mesh keygen"
                                + " --psk --out FILE"),
                SecretFile.warnings(file, WHAT));
    }

    /**
     * Creates a file with the secret, as {@link KeyFile#create} does.
     *
     * @throws Failure REFUSED when the name is taken, UNREADABLE when the file cannot be written
     */
    public static void create(Path file, PskSecret secret) {
        PrivateFile.create(file, text(secret));
    }

    /**
     * Creates or replaces the file, as {@link #create} does.
     *
     * @throws Failure UNREADABLE when the file cannot be written
     */
    public static void replace(Path file, PskSecret secret) {
        PrivateFile.replace(file, text(secret));
    }

    private static String text(PskSecret secret) {
        return secret.reveal() + "\n";
    }
}
