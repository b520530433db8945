package dev.wgmesh.apply;

import dev.wgmesh.files.FolderLock;
import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.render.StateReader;
import dev.wgmesh.render.StateWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

/**
 * The folder of a node's state files: {@code INTERFACE/MESH.json}, each of mode 0600 and replaced
 * atomically, and a lock for each interface.
 */
public final class StateFolder {
    /** The default of {@code --state-dir}. */
    public static final Path DEFAULT = Path.of("/var/lib/wg-mesh");

    /** The longest wait for another pass on the same interface, which may wait for DNS. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;

    /** Uses a folder, which is created when a state is saved. */
    public StateFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * A state as loaded.
     *
     * @param problem why the state file could not be read; empty when it was read or does not exist
     */
    public record StoredState(NodeState state, Optional<Problem> problem) {}

    /** Returns the state file for a mesh on an interface. */
    public Path file(MeshName mesh, String device) {
        return folder.resolve(device).resolve(mesh.text() + ".json");
    }

    /** Loads the state of a mesh; an unreadable file gives an empty state with a problem. */
    public StoredState load(MeshName mesh, String device) {
        Path file = file(mesh, device);
        if (!PrivateFile.exists(file)) {
            return new StoredState(NodeState.EMPTY, Optional.empty());
        }
        try {
            return new StoredState(
                    StateReader.read(PrivateFile.read(file), file.toString(), mesh, device),
                    Optional.empty());
        } catch (Failure failure) {
            Problem problem = failure.problems().getFirst();
            return unreadable(
                    failure.kind() == Failure.Kind.INPUT
                            ? Problem.of(
                                    problem.where(),
                                    "is not a state file of this mesh: " + problem.what())
                            : problem);
        }
    }

    private static StoredState unreadable(Problem problem) {
        return new StoredState(
                NodeState.EMPTY,
                Optional.of(
                        new Problem(
                                problem.where(),
                                problem.what()
                                        + "; wg-mesh no longer knows which peers and routes it"
                                        + " created",
                                "run again with --adopt to take over the peers and routes of the"
                                        + " mesh")));
    }

    /**
     * Saves the state and syncs it to disk.
     *
     * @throws Failure UNREADABLE when it cannot be written; the previous state file is then
     *     unchanged
     */
    public void save(MeshName mesh, String device, NodeState state) {
        prepare(device);
        PrivateFile.replace(file(mesh, device), StateWriter.text(state, mesh, device));
    }

    /**
     * Deletes the state file of a mesh, if it exists.
     *
     * @throws Failure UNREADABLE when it cannot be deleted
     */
    public void delete(MeshName mesh, String device) {
        Path file = file(mesh, device);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /**
     * Waits for the lock on changes to an interface and returns it.
     *
     * @throws Failure REFUSED when another pass holds the lock for longer than a minute; UNREADABLE
     *     when the folder cannot be written
     */
    public FolderLock lock(String device) {
        return FolderLock.acquire(prepare(device), PATIENCE);
    }

    private Path prepare(String device) {
        Path sub = folder.resolve(device);
        try {
            return Files.createDirectories(
                    sub,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw unwritable(sub, e);
        }
    }

    private static Failure unwritable(Path path, IOException e) {
        return Failure.unreadable(
                path.toString(),
                "cannot be written: " + e.getMessage(),
                "run as root, or choose a writable folder: --state-dir FOLDER");
    }
}
