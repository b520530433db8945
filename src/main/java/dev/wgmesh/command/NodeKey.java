package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.keys.KeyFile;
import dev.wgmesh.keys.KeyFiles;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.problem.Failure;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The key of this node: a part of {@code up}.
 *
 * @param file as the user named it
 */
record NodeKey(CommandSession session, NodeOptions.InterfaceOptions device, Path file) {
    /**
     * Creates the key file where it is missing; returns whether it was.
     *
     * @throws Failure REFUSED where the interface has a key that is in no file
     */
    boolean create() {
        if (PrivateFile.exists(path())) {
            return false;
        }
        requireNoKeyOnInterface();
        PrivateKey made = PrivateKey.generate(session.hostEnvironment().randomness());
        new NewKeyFile(path(), CommandSession.SETTINGS_FOLDER).create(made);
        return true;
    }

    /** Returns the public key of the key file. */
    PublicKey publicKey() {
        return KeyFile.read(path()).key().publicKey();
    }

    /** Returns the public keys of this node: during a rotation it has two. */
    Set<PublicKey> all() {
        var keys = new HashSet<>(Set.of(publicKey()));
        Path next = KeyFiles.nextOf(path());
        if (PrivateFile.exists(next)) {
            keys.add(KeyFile.read(next).key().publicKey());
        }
        return keys;
    }

    /** A new key would cut the sessions of an interface that is in use. */
    private void requireNoKeyOnInterface() {
        device.open(session)
                .read()
                .device()
                .flatMap(DeviceState::key)
                .ifPresent(key -> {
                    throw Failure.refused(
                            "interface " + device.name,
                            "has the key " + key + " already, and " + file + " does not exist",
                            "save its private key, then run this again: (umask 077; wg show "
                                    + device.name
                                    + " private-key > "
                                    + file
                                    + ")");
                });
    }

    private Path path() {
        return session.hostEnvironment().directory().resolve(file);
    }
}
