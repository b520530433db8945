package dev.wgmesh.command;

import dev.wgmesh.apply.StateFolder;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import java.util.List;
import java.util.Optional;

/** The mesh of a command about an interface, where the command names none. */
final class MeshOnInterface {
    private MeshOnInterface() {}

    /**
     * Returns the mesh that apply set up on the interface.
     *
     * @throws Failure INPUT where there is none, or several
     */
    static MeshName of(StateFolder states, String device) {
        return find(states, device)
                .orElseThrow(() ->
                        Failure.input(
                                "interface " + device,
                                "has no mesh: apply has not run on it",
                                "run wg-mesh apply MESH, or name the interface: -i NAME"));
    }

    /**
     * Returns the mesh that apply set up on the interface; empty where there is none.
     *
     * @throws Failure INPUT where there are several
     */
    static Optional<MeshName> find(StateFolder states, String device) {
        List<MeshName> meshes =
                states.meshes().stream()
                        .filter(it -> it.device().equals(device))
                        .map(StateFolder.StateFile::mesh)
                        .toList();
        if (meshes.size() > 1) {
            throw Failure.input(
                    "interface " + device,
                    "has several meshes: "
                            + String.join(", ", meshes.stream().map(MeshName::text).toList()),
                    "name one: --mesh " + meshes.getFirst());
        }
        return meshes.stream().findFirst();
    }
}
