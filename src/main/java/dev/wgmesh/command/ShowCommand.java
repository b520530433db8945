package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
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
        Member found = MemberSearch.require(read, name);
        var printer = session.json() ? MeshPrinter.json() : MeshPrinter.text(session.colour());
        session.print(printer.member(read, found, loaded.dnssec()));
        return ExitCode.SUCCESS;
    }
}
