package dev.wgmesh.command;

import dev.wgmesh.files.PrivateFolder;
import dev.wgmesh.keys.KeyFile;
import dev.wgmesh.keys.PrivateKey;
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
     * @throws dev.wgmesh.problem.Failure UNREADABLE as {@link #create} does
     */
    void replace(PrivateKey key) {
        prepareFolder();
        KeyFile.replace(file, key);
    }

    private void prepareFolder() {
        if (settingsFolder.equals(file.getParent()) && !Files.exists(settingsFolder)) {
            PrivateFolder.prepare(settingsFolder);
        }
    }
}
