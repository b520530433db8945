package dev.wgmesh.shell;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.MeshCandidates;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.model.MeshName;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code use}: the mesh of commands that name none, in this shell. */
@Command(
        name = "use",
        description = UseCommand.SUMMARY,
        footer = {"  use _p2p.example.com"})
final class UseCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Set the mesh of commands that name none, until the shell ends.";

    @Parameters(
            paramLabel = "MESH",
            completionCandidates = MeshCandidates.class,
            description = "Name of the mesh.")
    Optional<MeshName> mesh = Optional.empty();

    @Override
    public ExitCode run(CommandSession session) {
        session.shellState().setCurrentMesh(mesh.orElseThrow());
        return ExitCode.SUCCESS;
    }
}
