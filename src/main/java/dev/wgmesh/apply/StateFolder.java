package dev.wgmesh.apply;

import dev.wgmesh.files.FolderLock;
import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

/**
 * The folder where a node remembers its meshes: {@code INTERFACE/MESH.json}, each of mode 0600 and
 * replaced whole, and a lock for each interface.
 */
public final class StateFolder {
    /** Where it is unless {@code --state-dir} says otherwise. */
    public static final Path DEFAULT = Path.of("/var/lib/wg-mesh");

    /** A pass waits for another one on the same interface, which may wait for DNS. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;

    /** That folder; it is made when something is kept. */
    public StateFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * What is remembered.
     *
     * @param problem why what was there is lost; empty where it was read, or there was nothing
     */
    public record StoredState(NodeState state, Optional<Problem> problem) {}

    /** Its file for a mesh on an interface. */
    public Path file(MeshName mesh, String device) {
        return folder.resolve(device).resolve(mesh.text() + ".json");
    }

    /** What is remembered of a mesh; what cannot be read is lost, and told. */
    public StoredState load(MeshName mesh, String device) {
        Path file = file(mesh, device);
        if (!PrivateFile.exists(file)) {
            return new StoredState(NodeState.EMPTY, Optional.empty());
        }
        try {
            return new StoredState(
                    StateReader.read(PrivateFile.read(file), mesh, device), Optional.empty());
        } catch (Failure failure) {
            return lost(failure.problems().getFirst());
        } catch (IllegalArgumentException e) {
            return lost(Problem.of(file.toString(), "is no state of this mesh: " + e.getMessage()));
        }
    }

    private static StoredState lost(Problem problem) {
        return new StoredState(
                NodeState.EMPTY,
                Optional.of(
                        new Problem(
                                problem.where(),
                                problem.what() + "; what was made before is not known as ours",
                                "--adopt takes over what the mesh wants")));
    }

    /**
     * Keeps the state, on the disk when this returns.
     *
     * @throws Failure UNREADABLE where it cannot be written; what was kept before is still there
     */
    public void save(MeshName mesh, String device, NodeState state) {
        prepare(device);
        PrivateFile.replace(file(mesh, device), StateWriter.text(state, mesh, device));
    }

    /**
     * Forgets the mesh; also where nothing was remembered.
     *
     * @throws Failure UNREADABLE where it cannot be
     */
    public void forget(MeshName mesh, String device) {
        Path file = file(mesh, device);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /**
     * The right to change an interface, held until it is closed; another pass is waited for.
     *
     * @throws Failure REFUSED where that takes longer than a minute; UNREADABLE where the folder
     *     cannot be written
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
                "run as root, or give another folder with --state-dir");
    }
}
