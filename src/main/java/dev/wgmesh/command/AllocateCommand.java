package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.MeshCandidates;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.config.Locations;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.provision.Allocate;
import dev.wgmesh.render.ZonePlanJson;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code allocate}: the next free addresses. */
@Command(
        name = "allocate",
        description = {AllocateCommand.SUMMARY, "To reserve an address, join."},
        footer = {
            "  wg-mesh allocate",
            "  wg-mesh allocate _p2p.example.com --count 3",
            "  wg-mesh allocate _p2p.example.com --pool 10.0.0.128/25"
        })
final class AllocateCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY =
            "Print the next free mesh addresses, IPv4 first; reserve nothing.";

    @Parameters(
            paramLabel = "MESH",
            arity = "0..1",
            completionCandidates = MeshCandidates.class,
            description = "Mesh (default: wg-mesh.toml, or the only one at hand).")
    Optional<MeshName> mesh = Optional.empty();

    @Option(
            names = "--count",
            paramLabel = "N",
            converter = NumberConverter.Addresses.class,
            description = "Number of addresses per family (default: 1).")
    int count = 1;

    @Option(
            names = "--pool",
            paramLabel = "CIDR",
            description = "Take addresses from this prefix; repeatable.")
    List<Prefix> pools = List.of();

    @Mixin PlaceOptions place = new PlaceOptions();

    @Override
    public ExitCode run(CommandSession session) {
        Locations places = session.locations(place.flags());
        var hosting = new ConfiguredHosting(session, places);
        MeshName name = places.mesh(mesh.or(session.shellState()::currentMesh));
        Allocate.Allocation free = Allocate.next(hosting, name, pools, count);
        if (free.inferred()) {
            session.note(name + " has no pool; taking " + free.pool() + ", where most members are");
        }
        if (session.json()) {
            session.print(ZonePlanJson.addresses(name.text(), free.pool(), free.addresses()));
        } else {
            free.addresses().forEach(address -> session.println(address.toString()));
        }
        return ExitCode.SUCCESS;
    }

    @Override
    public boolean isCompleteAlone() {
        return true;
    }
}
