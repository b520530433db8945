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
    /** Returns whether the key file exists. */
    boolean exists() {
        return PrivateFile.exists(path());
    }

    /** Returns the key of the file. */
    PrivateKey read() {
        KeyFile there = KeyFile.read(path());
        session.warn(there.warnings());
        return there.key();
    }

    /**
     * Returns a new key, which is in no file yet.
     *
     * @throws Failure REFUSED where the interface has a key that is in no file
     */
    PrivateKey generate() {
        requireNoKeyOnInterface();
        return PrivateKey.generate(session.hostEnvironment().randomness());
    }

    /** Creates the key file. */
    void save(PrivateKey key) {
        new NewKeyFile(path(), CommandSession.SETTINGS_FOLDER).create(key);
    }

    /** Returns the public keys of this node: during a rotation it has two. */
    Set<PublicKey> all(PrivateKey own) {
        var keys = new HashSet<>(Set.of(own.publicKey()));
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
