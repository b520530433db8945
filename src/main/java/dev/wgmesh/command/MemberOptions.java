package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.MemberCandidates;
import dev.wgmesh.cli.MeshCandidates;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.config.Locations;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The member that a command changes or shows, and its mesh: a mixin. */
@OptionGroup.In(OptionGroup.CHANGE)
final class MemberOptions {
    @Parameters(
            paramLabel = "HOST",
            completionCandidates = MemberCandidates.class,
            description = "Host name of the member.")
    Optional<HostName> host = Optional.empty();

    @Option(
            names = "--mesh",
            paramLabel = "MESH",
            completionCandidates = MeshCandidates.class,
            description = "Mesh (default: wg-mesh.toml, or nearest above HOST).")
    Optional<MeshName> mesh = Optional.empty();

    HostName host() {
        return host.orElseThrow();
    }

    /** Returns the mesh given, else in use, else of wg-mesh.toml, else nearest above the host. */
    MeshName mesh(CommandSession session, Locations places) {
        return places.meshOf(host(), mesh.or(session.shellState()::currentMesh));
    }
}
