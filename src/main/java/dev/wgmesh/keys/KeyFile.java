package dev.wgmesh.keys;

import dev.wgmesh.files.SecretFile;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.nio.charset.StandardCharsets;
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
        SecretFile secret = SecretFile.read(file);
        String text = new String(secret.octets(), StandardCharsets.ISO_8859_1).strip();
        return switch (PrivateKey.read(text)) {
            case KeyText.Good<PrivateKey>(PrivateKey key) -> new KeyFile(key, secret.warnings());
            case KeyText.Bad<PrivateKey>(_, String detail) ->
                    throw Failure.input(
                            file.toString(),
                            text.isEmpty() ? "is empty" : "the private key " + detail,
                            "make a key: wg-mesh keygen --out FILE");
        };
    }

    /**
     * Writes the key: mode 0600 from the first octet, whole or not at all, on the disk when this
     * returns.
     *
     * @param replace whether a file that is there may be replaced
     * @throws Failure REFUSED where a file is there that may not be replaced, UNREADABLE where the
     *     folder cannot be written
     */
    public static void write(Path file, PrivateKey key, boolean replace) {
        byte[] octets = (key.reveal() + "\n").getBytes(StandardCharsets.ISO_8859_1);
        SecretFile.write(file, octets, replace);
    }
}
