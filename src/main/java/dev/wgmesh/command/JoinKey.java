package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.keys.KeyFile;
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
record JoinKey(KeyRequest wish, Runnable onKeep) {
    /** Returns the key of a host that joins, in {@code ./HOST.key} unless a file is given. */
    static JoinKey of(
            CommandSession session, HostName host, Optional<Path> file, Optional<PublicKey> named) {
        boolean own = file.isEmpty() && named.isEmpty();
        return of(session, own ? Optional.of(Path.of(host + ".key")) : file, named);
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
        PrivateKey made = PrivateKey.generate(session.hostEnvironment().randomness());
        return new JoinKey(
                new KeyRequest.GeneratedKey(made.publicKey()),
                () -> {
                    KeyFile.create(path, made);
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
