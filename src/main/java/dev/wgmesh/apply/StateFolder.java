package dev.wgmesh.apply;

import dev.wgmesh.files.FileStamp;
import dev.wgmesh.files.FolderLock;
import dev.wgmesh.files.IoErrorText;
import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.LastPass;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.render.StateWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of a node's state files: {@code INTERFACE/MESH.json}, the mesh that was last read in
 * {@code INTERFACE/MESH.saved-mesh}, each of mode 0600 and replaced atomically, and a lock for each
 * interface.
 */
public final class StateFolder {
    /** The default of {@code --state-dir}. */
    public static final Path DEFAULT = Path.of("/var/lib/wg-mesh");

    /** The longest wait for another pass on the same interface, which may wait for DNS. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String SUFFIX = ".json";

    private final Path folder;
    private Optional<LoadedState> lastLoaded = Optional.empty();

    /** Uses a folder, which is created when a state is saved. */
    public StateFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * A state as loaded.
     *
     * @param problem why the file is no state; empty when it is one or does not exist
     * @param isSaved false: a state that could not be saved, of a pass before
     */
    public record StoredState(NodeState state, Optional<Problem> problem, boolean isSaved) {
        static final StoredState NONE = of(NodeState.EMPTY);

        static StoredState of(NodeState state) {
            return new StoredState(state, Optional.empty(), true);
        }
    }

    /** A state, and the stamp of its file when it was loaded; empty: there is no file. */
    private record LoadedState(Path file, Optional<FileStamp> stamp, StoredState stored) {
        boolean isOf(Path other, Optional<FileStamp> now) {
            return file.equals(other) && stamp.equals(now);
        }
    }

    /**
     * A saved mesh as loaded.
     *
     * @param text of the file; empty when there is none, or it could not be read
     * @param mesh empty when there is none, or it could not be read
     * @param readAt when it was last read from DNS
     * @param problem why it could not be read
     */
    record SavedMesh(String text, Optional<Mesh> mesh, Instant readAt, Optional<Problem> problem) {}

    /** Returns the state file for a mesh on an interface. */
    public Path file(MeshName mesh, String device) {
        return folder.resolve(device).resolve(mesh.text() + SUFFIX);
    }

    /** A mesh that apply set up on an interface. */
    public record StateFile(MeshName mesh, String device) {}

    /**
     * Returns the meshes that have a state file, sorted by interface and mesh; empty where there is
     * none, or no folder.
     *
     * @throws Failure UNREADABLE when the folder cannot be read
     */
    public List<StateFile> meshes() {
        var meshes = new ArrayList<StateFile>();
        for (Path device : children(folder)) {
            if (Files.isDirectory(device)) {
                for (Path file : children(device)) {
                    String name = file.getFileName().toString();
                    if (name.endsWith(SUFFIX)) {
                        MeshName.parse(name.substring(0, name.length() - SUFFIX.length()))
                                .ifPresent(mesh ->
                                        meshes.add(
                                                new StateFile(
                                                        mesh, device.getFileName().toString())));
                    }
                }
            }
        }
        return meshes;
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> found = Files.list(folder)) {
            return found.sorted().toList();
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw Failure.unreadable(
                    folder.toString(),
                    "cannot be read: " + IoErrorText.what(e),
                    "run as root, or name the folder of the state: --state-dir FOLDER");
        }
    }

    private Path meshFile(MeshName mesh, String device) {
        return folder.resolve(device).resolve(mesh.text() + ".saved-mesh");
    }

    /**
     * Returns the meshes as they were read last; without those whose file cannot be read.
     *
     * @throws Failure as {@link #meshes()} does
     */
    public List<Mesh> savedMeshes() {
        return meshes().stream()
                .flatMap(file -> loadMesh(file.mesh(), file.device()).mesh().stream())
                .toList();
    }

    /** Loads the saved mesh. */
    SavedMesh loadMesh(MeshName mesh, String device) {
        return new SavedMeshFile(meshFile(mesh, device)).load(mesh);
    }

    /** Loads the last pass; empty where it is not known. */
    Optional<LastPass> loadLastPass(MeshName mesh, String device) {
        return passFile(mesh, device).load(mesh);
    }

    /**
     * Saves the last pass.
     *
     * @throws Failure UNREADABLE when it cannot be written
     */
    void saveLastPass(LastPass pass, MeshName mesh, String device) {
        prepare(device);
        passFile(mesh, device).save(pass, mesh);
    }

    private LastPassFile passFile(MeshName mesh, String device) {
        return new LastPassFile(folder.resolve(device).resolve(mesh.text() + ".last-pass"));
    }

    /** Returns what is wrong with a file: {@code version is 3, expected 2}. */
    static String detail(Problem problem, Path file) {
        String prefix = file + ": ";
        return problem.where().startsWith(prefix)
                ? problem.where().substring(prefix.length()) + " " + problem.what()
                : problem.what();
    }

    /**
     * Saves a mesh, if it differs from the one that {@link #loadMesh} returned. The modification
     * time of the file is the time of the last reading, also when the mesh is the same.
     *
     * @param before as loaded
     * @return the stamp of the file; empty where it cannot be examined
     * @throws Failure UNREADABLE when it cannot be written, or is larger than what {@link
     *     #loadMesh} reads; the previous file is then unchanged
     */
    Optional<FileStamp> saveMesh(Mesh mesh, String device, Instant readAt, SavedMesh before) {
        prepare(device);
        return new SavedMeshFile(meshFile(mesh.name(), device)).save(mesh, readAt, before.text());
    }

    /**
     * Notes that the saved mesh was read again, and is the same.
     *
     * @param saved the stamp of the file when it was saved
     * @return the stamp of the file now; empty where the file has changed since, and must be saved
     */
    Optional<FileStamp> touchMesh(MeshName mesh, String device, Instant readAt, FileStamp saved) {
        return new SavedMeshFile(meshFile(mesh, device)).touch(readAt, saved);
    }

    /** Returns the stamp of the saved mesh if it is this one. */
    Optional<FileStamp> stampOf(Mesh mesh, String device) {
        return new SavedMeshFile(meshFile(mesh.name(), device)).stampOf(mesh);
    }

    /**
     * Loads the state of a mesh; a file that is no state gives an empty state with a problem. A
     * file that has not changed since it was last loaded is not read again.
     *
     * @throws Failure UNREADABLE where a file may be there, and cannot be read
     */
    public StoredState load(MeshName mesh, String device) {
        Path file = file(mesh, device);
        Optional<FileStamp> stamp = stamp(file);
        Optional<LoadedState> same = lastLoaded.filter(last -> last.isOf(file, stamp));
        if (same.isPresent()) {
            return same.get().stored();
        }
        StoredState loaded = NodeStateFile.read(file, mesh, device);
        lastLoaded = stamp.map(_ -> new LoadedState(file, stamp, loaded));
        return loaded;
    }

    /** Makes {@link #load} return a state that could not be saved, until the file changes. */
    void keepUnsaved(MeshName mesh, String device, NodeState state) {
        Path file = file(mesh, device);
        lastLoaded =
                Optional.of(
                        new LoadedState(
                                file,
                                stamp(file),
                                new StoredState(state, Optional.empty(), false)));
    }

    /**
     * Returns the stamp of a file, settled or not: files here are replaced, so that another content
     * is another file. Empty where it cannot be examined.
     */
    static Optional<FileStamp> stamp(Path file) {
        try {
            return Optional.of(FileStamp.of(file, Instant.MAX));
        } catch (Failure _) {
            return Optional.empty();
        }
    }

    /**
     * Saves the state and syncs it to disk.
     *
     * @throws Failure UNREADABLE when it cannot be written; the previous state file is then
     *     unchanged
     */
    public void save(MeshName mesh, String device, NodeState state) {
        prepare(device);
        Path file = file(mesh, device);
        lastLoaded = Optional.empty();
        PrivateFile.replace(file, StateWriter.text(state, mesh, device));
        Optional<FileStamp> stamp = stamp(file);
        lastLoaded = stamp.map(_ -> new LoadedState(file, stamp, StoredState.of(state)));
    }

    /**
     * Deletes the state file and the saved mesh, if they exist.
     *
     * @throws Failure UNREADABLE when it cannot be deleted
     */
    public void delete(MeshName mesh, String device) {
        Path file = file(mesh, device);
        try {
            Files.deleteIfExists(meshFile(mesh, device));
            Files.deleteIfExists(passFile(mesh, device).file());
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
        if (Files.isDirectory(sub)) {
            return sub;
        }
        try {
            return Files.createDirectories(
                    sub,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw unwritable(sub, e);
        }
    }

    static Failure unwritable(Path path, IOException e) {
        return Failure.unreadable(
                path.toString(),
                "cannot be written: " + IoErrorText.what(e),
                "run as root, or choose a writable folder: --state-dir FOLDER");
    }
}
