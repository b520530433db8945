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

    /** Reads a file that exists; an unreadable one gives an empty state with a problem. */
    static StateFolder.StoredState read(Path file, MeshName mesh, String device) {
        try {
            return new StateFolder.StoredState(
                    StateReader.read(PrivateFile.read(file), file.toString(), mesh, device),
                    Optional.empty());
        } catch (Failure failure) {
            Problem problem = failure.problems().getFirst();
            return unreadable(
                    failure.kind() == Failure.Kind.INPUT
                            ? Problem.of(
                                    file.toString(),
                                    "is not a state file of this mesh: "
                                            + StateFolder.detail(problem, file))
                            : problem,
                    device);
        }
    }

    private static StateFolder.StoredState unreadable(Problem problem, String device) {
        return new StateFolder.StoredState(
                NodeState.EMPTY,
                Optional.of(
                        new Problem(
                                problem.where(),
                                problem.what()
                                        + "; wg-mesh no longer knows which peers and routes it"
                                        + " created",
                                "see what is there: wg show "
                                        + device
                                        + "; ip route show proto 87")));
    }
}
