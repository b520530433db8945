package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.config.Locations;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.provision.Push;
import dev.wgmesh.render.ZonePlanJson;
import dev.wgmesh.render.ZonePlanText;
import dev.wgmesh.zone.ZoneContents;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code diff}: compares zone files with the hosted zones. */
@Command(
        name = "diff",
        description = {DiffCommand.SUMMARY, "+ is in the file only, - in the hosted zone only."},
        footer = {
            "  wg-mesh diff zones/example.com.zone --server ns1.example.com",
            "  wg-mesh diff a.zone b.zone --zones /srv/zones --exit-code"
        })
final class DiffCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Compare the mesh records of zone files with the hosted zones.";

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Zone files.")
    List<Path> files = List.of();

    @Option(
            names = "--mesh",
            paramLabel = "MESH",
            description = "Mesh not named _p2p...; repeatable.")
    List<MeshName> meshes = List.of();

    @Option(
            names = "--manage-endpoint",
            description = "Compare A and AAAA records of member hosts too.")
    boolean manageEndpoint;

    @Option(names = "--exit-code", description = "Exit with 1 if there are differences.")
    boolean exitCode;

    @Mixin PlaceOptions place = new PlaceOptions();

    @Override
    public ExitCode run(CommandSession session) {
        Locations places = session.locations(place.flags());
        var hosting = new ConfiguredHosting(session, places);
        List<ZoneContents> copies = LocalZoneFiles.read(session, files);
        LocalZoneFiles.requireElsewhere(copies, hosting);
        var limits =
                new GuardLimits(
                        LocalZoneFiles.meshes(session, places, meshes),
                        Set.of(),
                        manageEndpoint,
                        Optional.empty(),
                        Optional.empty(),
                        Set.of());
        var push = new Push(hosting, copies, limits);
        List<ZonePlan> plans = push.difference();
        session.warn(push.unnamedLists());
        if (session.json()) {
            session.print(
                    ZonePlanJson.plans(
                            ZonePlanJson.document(), plans, List.of(), List.of(), hosting::host));
        } else {
            session.print(plans.isEmpty() ? "nothing differs\n" : ZonePlanText.diff(plans));
        }
        return exitCode && !plans.isEmpty() ? ExitCode.FINDINGS_OR_CHANGES : ExitCode.SUCCESS;
    }
}
