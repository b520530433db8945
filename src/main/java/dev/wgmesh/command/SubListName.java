package dev.wgmesh.command;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;

/** The name of a sub-list as a person gives it. */
final class SubListName {
    private SubListName() {}

    /**
     * Returns the name that a text means: {@code eu} of {@code _p2p.example.com} is {@code
     * _p2p.eu.example.com}; a whole mesh name is what it says.
     *
     * @throws Failure INPUT where it is neither
     */
    static MeshName of(String text, MeshName mesh) {
        String label = mesh.text().substring(0, mesh.text().indexOf('.'));
        String name = text.startsWith("_") ? text : label + "." + text + "." + mesh.domain();
        return MeshName.parse(name)
                .filter(list -> !list.equals(mesh))
                .orElseThrow(() ->
                        Failure.input(
                                "--sublist",
                                "expected a sub-list of " + mesh + ", got '" + text + "'",
                                "give a label such as eu, or a whole mesh name"));
    }
}
