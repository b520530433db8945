package dev.wgmesh.apply;

import dev.wgmesh.files.FileStamp;
import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.render.SavedMeshJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/** The file of a saved mesh; its modification time is the time of the last reading. */
record SavedMeshFile(Path file) {
    StateFolder.SavedMesh load(MeshName mesh) {
        if (!PrivateFile.exists(file)) {
            return new StateFolder.SavedMesh("", Optional.empty(), Instant.EPOCH, Optional.empty());
        }
        try {
            String text = PrivateFile.read(file);
            Mesh saved = SavedMeshJson.read(text, file.toString(), mesh);
            Instant readAt = Files.getLastModifiedTime(file).toInstant();
            return new StateFolder.SavedMesh(text, Optional.of(saved), readAt, Optional.empty());
        } catch (Failure failure) {
            return unusable(StateFolder.detail(failure.problems().getFirst(), file));
        } catch (IOException e) {
            return unusable(String.valueOf(e.getMessage()));
        }
    }

    private StateFolder.SavedMesh unusable(String what) {
        return new StateFolder.SavedMesh(
                "",
                Optional.empty(),
                Instant.EPOCH,
                Optional.of(
                        new Problem(
                                file.toString(),
                                "is not a saved mesh that this wg-mesh can use, and is ignored: "
                                        + what,
                                "run wg-mesh apply when DNS answers: it replaces the file")));
    }

    /**
     * Saves a mesh, and the time of its reading.
     *
     * @param before the text of the file
     * @return the stamp of the file; empty where it cannot be examined
     */
    Optional<FileStamp> save(Mesh mesh, Instant readAt, String before) {
        String text = SavedMeshJson.text(mesh);
        int octets = text.length(); // all is ASCII
        if (octets > PrivateFile.MAX_OCTETS) {
            throw Failure.unreadable(
                    file.toString(),
                    "is not written: the mesh needs " + octets + " octets",
                    "split the mesh into several");
        }
        try {
            if (!text.equals(before)) {
                PrivateFile.replace(file, text);
            }
            Files.setLastModifiedTime(file, FileTime.from(readAt));
            return StateFolder.stamp(file);
        } catch (IOException e) {
            throw StateFolder.unwritable(file, e);
        }
    }

    /** Returns the stamp of the file if it has this mesh. */
    Optional<FileStamp> stampOf(Mesh mesh) {
        try {
            return PrivateFile.exists(file)
                    ? StateFolder.stamp(file)
                            .filter(_ ->
                                    SavedMeshJson.isDocument(PrivateFile.readOctets(file), mesh))
                    : Optional.empty();
        } catch (Failure _) {
            return Optional.empty();
        }
    }

    /** Saves the time of another reading; empty where this is not the file with that stamp. */
    Optional<FileStamp> touch(Instant readAt, FileStamp saved) {
        if (StateFolder.stamp(file).filter(saved::isSame).isEmpty()) {
            return Optional.empty();
        }
        return touch(readAt);
    }

    private Optional<FileStamp> touch(Instant readAt) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(readAt));
            return StateFolder.stamp(file);
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
