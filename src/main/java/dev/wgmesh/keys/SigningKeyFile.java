package dev.wgmesh.keys;

import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.problem.Failure;
import java.nio.file.Path;

/** A file that holds the private key of a signer, and a line feed. */
public final class SigningKeyFile {
    private static final String WHAT = "signing key";

    private SigningKeyFile() {}

    /**
     * Reads the key in a file.
     *
     * @throws Failure INPUT when the file holds no signing key (its text is not quoted), UNREADABLE
     *     when it cannot be read, REFUSED when it belongs neither to this user nor to root, or when
     *     others have access to it
     */
    public static SigningKey read(Path file) {
        PrivateFile.requireOwn(file, WHAT);
        PrivateFile.requireFile(file);
        if (PrivateFile.isExposed(file)) {
            throw Failure.refused(
                    file.toString(),
                    "other users have access to this " + WHAT,
                    "chmod 600 " + file);
        }
        return SecretFile.read(
                file,
                WHAT,
                SigningKey::parse,
                "create a signing key: wg-mesh lock init --out FILE");
    }

    /**
     * Creates a file with the key: mode 0600 from the first octet, whole or not at all.
     *
     * @throws Failure REFUSED when the name is taken, UNREADABLE when the file cannot be written
     */
    public static void create(Path file, SigningKey key) {
        PrivateFile.create(file, key.reveal() + "\n");
    }
}
