package dev.wgmesh.cli;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.NearMiss;
import dev.wgmesh.render.MeshPrinter;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code show}: one member. */
@Command(
        name = "show",
        description = "Shows all that DNS knows of a member.",
        footer = {
            "  wg-mesh show node-a.example.com",
            "  wg-mesh show node-c.example.net --mesh _p2p.example.com -o json"
        })
final class ShowCommand implements Action {
    @Parameters(
            paramLabel = "HOST",
            completionCandidates = KnownMembers.class,
            description = "The member.")
    Optional<HostName> host = Optional.empty();

    @Option(
            names = "--mesh",
            paramLabel = "MESH",
            completionCandidates = KnownMeshes.class,
            description = "Its mesh; if left out, the one at the nearest domain above HOST.")
    Optional<MeshName> mesh = Optional.empty();

    @Mixin SourceOptions sources = new SourceOptions();

    @Override
    public Exit run(Session session) {
        HostName name = host.orElseThrow();
        Mesh read = new MeshReading(session, sources.flags()).meshOf(name, mesh);
        Member member =
                read.members().stream()
                        .filter(m -> m.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> noMember(name, read));
        var printer = session.json() ? MeshPrinter.json() : MeshPrinter.text(session.paint());
        session.print(printer.member(read, member));
        return Exit.DONE;
    }

    private static Failure noMember(HostName name, Mesh mesh) {
        var names = mesh.members().stream().map(member -> member.name().text()).toList();
        return Failure.input(
                name.text(),
                "is no member of " + mesh.name(),
                NearMiss.of(name.text(), names)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("wg-mesh list " + mesh.name() + " shows its members"));
    }
}
