package dev.wgmesh.command;

import dev.wgmesh.files.PrivateFolder;
import dev.wgmesh.keys.KeyFile;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PskFile;
import dev.wgmesh.keys.PskSecret;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A key file to be created. The folder of the machine's settings is created with it, so that the
 * first key of a node can be saved there.
 *
 * @param settingsFolder the machine's folder, such as {@code /etc/wg-mesh}
 */
record NewKeyFile(Path file, Path settingsFolder) {
    /**
     * Creates the file.
     *
     * @throws dev.wgmesh.problem.Failure REFUSED where the file exists; UNREADABLE where it cannot
     *     be written, or another folder does not exist
     */
    void create(PrivateKey key) {
        prepareFolder();
        KeyFile.create(file, key);
    }

    /**
     * Creates or replaces the file.
     *
     * @throws dev.wgmesh.problem.Failure UNREADABLE as {@link #create(PrivateKey)} does
     */
    void replace(PrivateKey key) {
        prepareFolder();
        KeyFile.replace(file, key);
    }

    /**
     * Creates the file of a secret of preshared keys.
     *
     * @throws dev.wgmesh.problem.Failure as {@link #create(PrivateKey)} does
     */
    void create(PskSecret secret) {
        prepareFolder();
        PskFile.create(file, secret);
    }

    /**
     * Creates or replaces the file of a secret of preshared keys.
     *
     * @throws dev.wgmesh.problem.Failure UNREADABLE as {@link #create(PrivateKey)} does
     */
    void replace(PskSecret secret) {
        prepareFolder();
        PskFile.replace(file, secret);
    }

    private void prepareFolder() {
        if (settingsFolder.equals(file.getParent()) && !Files.exists(settingsFolder)) {
            PrivateFolder.prepare(settingsFolder);
        }
    }
}
