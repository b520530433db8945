package dev.wgmesh.apply;

import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.LastPass;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.render.LastPassJson;
import java.nio.file.Path;
import java.util.Optional;

/** The file with the last pass of a mesh on an interface. */
record LastPassFile(Path file) {
    /** Returns the last pass; empty where there is no file, or one that cannot be read. */
    Optional<LastPass> load(MeshName mesh) {
        if (!PrivateFile.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(LastPassJson.read(PrivateFile.read(file), file.toString(), mesh));
        } catch (Failure _) {
            return Optional.empty();
        }
    }

    void save(LastPass pass, MeshName mesh) {
        PrivateFile.replace(file, LastPassJson.text(pass, mesh));
    }
}
