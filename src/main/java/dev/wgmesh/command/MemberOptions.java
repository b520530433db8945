package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.MemberCandidates;
import dev.wgmesh.cli.MeshCandidates;
import dev.wgmesh.config.Locations;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which member a command is about: a mixin. */
final class MemberOptions {
    @Parameters(
            paramLabel = "HOST",
            completionCandidates = MemberCandidates.class,
            description = "The member.")
    Optional<HostName> host = Optional.empty();

    @Option(
            names = "--mesh",
            paramLabel = "MESH",
            completionCandidates = MeshCandidates.class,
            description = "Its mesh; if left out, the one at the nearest domain above HOST.")
    Optional<MeshName> mesh = Optional.empty();

    HostName host() {
        return host.orElseThrow();
    }

    MeshName mesh(CommandSession session, Locations places) {
        return mesh.or(session.memory()::inUse).orElseGet(() -> places.meshOf(host()));
    }
}
