package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.files.ConfinedFolder;
import dev.wgmesh.keys.KeyFile;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.problem.Failure;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The key files in the working directory, where {@code join} saves them. */
final class LocalKeys {
    private LocalKeys() {}

    /** Returns the public keys; those of files that cannot be read are left out. */
    static Set<PublicKey> of(CommandSession session) {
        var keys = new HashSet<PublicKey>();
        try {
            for (Path file :
                    ConfinedFolder.of(session.hostEnvironment().directory()).list(".key")) {
                keyOf(file).ifPresent(keys::add);
            }
        } catch (Failure _) {
            return Set.of(); // a folder that cannot be listed holds no key file of join
        }
        return keys;
    }

    private static Optional<PublicKey> keyOf(Path file) {
        try {
            return Optional.of(KeyFile.read(file).key().publicKey());
        } catch (Failure _) {
            return Optional.empty();
        }
    }
}
