package dev.wgmesh.keys;

import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.problem.Failure;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files with the private keys of a host whose key is rotated.
 *
 * @param current the key in force
 * @param next the key of the rotation that has begun
 * @param old the key in force before the last rotation
 */
public record KeyFiles(Path current, Path next, Path old) {
    private static final String KEY = ".key";
    private static final String NEXT = ".next";
    private static final String OLD = ".old";

    /** Returns HOST.key, HOST.next.key and HOST.old.key in a folder. */
    public static KeyFiles of(Path folder, String host) {
        return new KeyFiles(
                folder.resolve(host + KEY),
                folder.resolve(host + NEXT + KEY),
                folder.resolve(host + OLD + KEY));
    }

    /** Returns where the next key of that key file is: NAME.next.key for NAME.key. */
    public static Path nextOf(Path file) {
        String name = String.valueOf(file.getFileName());
        String base = name.endsWith(KEY) ? name.substring(0, name.length() - KEY.length()) : name;
        return file.resolveSibling(base + NEXT + (name.endsWith(KEY) ? KEY : ""));
    }

    /**
     * Returns the host that the name of a private key file says: HOST of HOST.key, HOST.next.key
     * and HOST.old.key; empty for other names.
     */
    public static Optional<String> hostOf(Path file) {
        return Optional.ofNullable(file.getFileName())
                .map(Path::toString)
                .filter(name -> name.endsWith(KEY))
                .map(name -> name.substring(0, name.length() - KEY.length()))
                .map(name -> without(name, NEXT))
                .map(name -> without(name, OLD));
    }

    private static String without(String name, String suffix) {
        return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
    }

    /**
     * Returns the public key of the next key; empty where there is no such file.
     *
     * @throws Failure as {@link KeyFile#read}
     */
    public Optional<PublicKey> nextKey() {
        return nextPrivateKey().map(PrivateKey::publicKey);
    }

    private Optional<PrivateKey> nextPrivateKey() {
        return PrivateFile.exists(next) ? Optional.of(KeyFile.read(next).key()) : Optional.empty();
    }

    /**
     * Moves the next key to {@code current}, and the key that was there to {@code old}, if the next
     * key is in force. Every step replaces a whole file and is on disk before the following step,
     * so no key is ever in no file, and a second call finishes what a crash interrupted.
     *
     * @return whether the next key is in force; else no file is changed
     * @throws Failure INPUT where the next file holds no key; UNREADABLE where a file cannot be
     *     read or written
     */
    public boolean promote(PublicKey inForce) {
        Optional<PrivateKey> key =
                nextPrivateKey().filter(read -> read.publicKey().equals(inForce));
        if (key.isEmpty()) {
            return false;
        }
        if (!PrivateFile.exists(current)) {
            KeyFile.replace(current, key.get());
        } else {
            String text = PrivateFile.read(current);
            if (!isKey(text, inForce)) {
                PrivateFile.replace(old, text);
                KeyFile.replace(current, key.get());
            }
        }
        PrivateFile.delete(next);
        return true;
    }

    private static boolean isKey(String text, PublicKey key) {
        return PrivateKey.parse(text.strip())
                .valid()
                .filter(own -> own.publicKey().equals(key))
                .isPresent();
    }
}
