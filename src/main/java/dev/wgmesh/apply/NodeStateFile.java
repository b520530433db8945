package dev.wgmesh.apply;

import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.render.StateReader;
import java.nio.file.Path;
import java.util.Optional;

/** The state file of a mesh on an interface. */
final class NodeStateFile {
    private NodeStateFile() {}

    /**
     * Reads a file; one that is no state gives an empty state with a problem.
     *
     * @throws Failure UNREADABLE where a file may be there, and cannot be read: it may be whole
     */
    static StateFolder.StoredState read(Path file, MeshName mesh, String device) {
        Optional<String> text;
        try {
            text = PrivateFile.readIfExists(file);
        } catch (Failure failure) {
            Problem problem = failure.problems().getFirst();
            throw Failure.unreadable(
                    file.toString(),
                    "the state of this mesh cannot be read: " + StateFolder.detail(problem, file),
                    "make the file readable; to forget this state, move the file away");
        }
        return text.map(it -> parse(it, file, mesh, device)).orElse(StateFolder.StoredState.NONE);
    }

    private static StateFolder.StoredState parse(
            String text, Path file, MeshName mesh, String device) {
        try {
            return StateFolder.StoredState.of(
                    StateReader.read(text, file.toString(), mesh, device));
        } catch (Failure failure) {
            Problem problem = failure.problems().getFirst();
            return new StateFolder.StoredState(
                    NodeState.EMPTY,
                    Optional.of(
                            new Problem(
                                    file.toString(),
                                    "is not a state file of this mesh: "
                                            + StateFolder.detail(problem, file)
                                            + "; wg-mesh no longer knows which peers and routes it"
                                            + " created",
                                    "see what is there: wg show "
                                            + device
                                            + "; ip route show proto 87")),
                    true);
        }
    }
}
