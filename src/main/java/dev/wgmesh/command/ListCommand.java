package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.MeshCandidates;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.render.MeshPrinter;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code list}: the members of a mesh. */
@Command(
        name = "list",
        description = {
            ListCommand.SUMMARY,
            "- is a missing value, ? a value that could not be read."
        },
        footer = {
            "  wg-mesh list",
            "  wg-mesh list _p2p.example.com",
            "  wg-mesh list _p2p.example.com --zones zones -o json",
            "  wg-mesh list _p2p.example.com --resolver 127.0.0.1:5300",
            "  wg-mesh list _p2p.example.com --dnssec prefer"
        })
final class ListCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "List the members of a mesh.";

    @Parameters(
            paramLabel = "MESH",
            arity = "0..1",
            completionCandidates = MeshCandidates.class,
            description = "Mesh (default: wg-mesh.toml, or the only one at hand).")
    Optional<MeshName> mesh = Optional.empty();

    @Mixin LockOption lock = new LockOption();
    @Mixin PlaceOptions place = new PlaceOptions();

    @Override
    public ExitCode run(CommandSession session) {
        var printer = session.json() ? MeshPrinter.json() : MeshPrinter.text(session.colour());
        MeshLoader.Loaded loaded = new MeshLoader(session, place.flags(), lock).mesh(mesh);
        session.print(printer.mesh(loaded.mesh(), loaded.dnssec()));
        return ExitCode.SUCCESS;
    }

    @Override
    public boolean isCompleteAlone() {
        return true;
    }
}
