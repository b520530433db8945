package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.keys.KeyFile;
import dev.wgmesh.keys.KeyFiles;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provision.KeyRequest;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The key of a member: given, read from its file, or generated and still to be saved there.
 *
 * @param onKeep saves a generated key in its file and notes that; once, before records are written
 */
record JoinKey(KeyRequest request, Runnable onKeep) {
    /** Returns the key of a host that joins, in {@code ./HOST.key} unless a file is given. */
    static JoinKey of(
            CommandSession session, HostName host, Optional<Path> file, Optional<PublicKey> named) {
        boolean own = file.isEmpty() && named.isEmpty();
        JoinKey key = of(session, own ? Optional.of(Path.of(host + ".key")) : file, named);
        if (own && key.request() instanceof KeyRequest.ExplicitKey(PublicKey stored)) {
            return keyFiles(session, host)
                    .nextKey()
                    .map(next -> new JoinKey(new KeyRequest.StoredKeys(stored, next), key.onKeep()))
                    .orElse(key);
        }
        return key;
    }

    /** Returns a fresh key that is kept in no file: the caller shows its private key. */
    static JoinKey unsaved(PrivateKey key) {
        return new JoinKey(new KeyRequest.GeneratedKey(key.publicKey()), () -> {});
    }

    /** Returns the key files of a host in the working directory. */
    static KeyFiles keyFiles(CommandSession session, HostName host) {
        return KeyFiles.of(session.hostEnvironment().directory(), host.text());
    }

    /** Returns the key given, else the key of that file: read from it, or generated for it. */
    static JoinKey of(CommandSession session, Optional<Path> file, Optional<PublicKey> named) {
        if (named.isPresent()) {
            return new JoinKey(new KeyRequest.ExplicitKey(named.get()), () -> {});
        }
        Path shown = file.orElseThrow();
        Path path = session.hostEnvironment().directory().resolve(shown);
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            KeyFile there = KeyFile.read(path);
            session.warn(there.warnings());
            session.note("key: read from " + shown);
            return new JoinKey(new KeyRequest.ExplicitKey(there.key().publicKey()), () -> {});
        }
        return fresh(session, shown, () -> {});
    }

    /**
     * Returns a fresh key.
     *
     * @param shown the file that the key is kept in, which does not exist then
     * @param before called before the key is kept
     */
    static JoinKey fresh(CommandSession session, Path shown, Runnable before) {
        Path path = session.hostEnvironment().directory().resolve(shown);
        PrivateKey made = PrivateKey.generate(session.hostEnvironment().randomness());
        return new JoinKey(
                new KeyRequest.GeneratedKey(made.publicKey()),
                () -> {
                    before.run();
                    new NewKeyFile(path, CommandSession.SETTINGS_FOLDER).create(made);
                    session.note("key: created, the private key is in " + shown);
                });
    }

    /**
     * Refuses a key that is given twice.
     *
     * @throws Failure INPUT where both are given
     */
    static void requireOne(Optional<Path> file, Optional<PublicKey> given) {
        if (file.isPresent() && given.isPresent()) {
            throw Failure.input("--key, --public-key", "cannot be combined", "remove one of them");
        }
    }

    void keep() {
        onKeep.run();
    }
}
