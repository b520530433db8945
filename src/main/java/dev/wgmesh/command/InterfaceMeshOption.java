package dev.wgmesh.command;

import dev.wgmesh.cli.MeshCandidates;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.model.MeshName;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The mesh of a command about an interface. */
final class InterfaceMeshOption {
    @OptionGroup.In(OptionGroup.NODE)
    @Option(
            names = "--mesh",
            paramLabel = "MESH",
            completionCandidates = MeshCandidates.class,
            description = "Mesh (default: the one on the interface).")
    Optional<MeshName> mesh = Optional.empty();
}
