package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.SpellingSuggestion;
import dev.wgmesh.render.MeshPrinter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code show}: one member. */
@Command(
        name = "show",
        description = ShowCommand.SUMMARY,
        footer = {
            "  wg-mesh show node-a.example.com",
            "  wg-mesh show node-c.example.net --mesh _p2p.example.com -o json"
        })
final class ShowCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Show all records of a member.";

    @Mixin MemberOptions member = new MemberOptions();

    @Mixin LockOption lock = new LockOption();
    @Mixin PlaceOptions place = new PlaceOptions();

    @Override
    public ExitCode run(CommandSession session) {
        HostName name = member.host();
        MeshLoader.Loaded loaded =
                new MeshLoader(session, place.flags(), lock).meshOf(name, member.mesh);
        Mesh read = loaded.mesh();
        Member found =
                read.members().stream()
                        .filter(m -> m.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> noMember(name, read));
        var printer = session.json() ? MeshPrinter.json() : MeshPrinter.text(session.colour());
        session.print(printer.member(read, found, loaded.dnssec()));
        return ExitCode.SUCCESS;
    }

    private static Failure noMember(HostName name, Mesh mesh) {
        var names = mesh.members().stream().map(member -> member.name().text()).toList();
        return Failure.input(
                name.text(),
                "not a member of " + mesh.name(),
                SpellingSuggestion.of(name.text(), names)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("wg-mesh list " + mesh.name() + " shows its members"));
    }
}
