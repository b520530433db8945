package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.MeshCandidates;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.config.Locations;
import dev.wgmesh.config.SourceFlags;
import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.plan.HostedReceipt;
import dev.wgmesh.plan.InversePlan;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.provision.CommitResult;
import dev.wgmesh.provision.Rollback;
import dev.wgmesh.render.SavedPlans;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.Name;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rollback}: undoes a commit. */
@OptionGroup.In(OptionGroup.CHANGE)
@Command(
        name = "rollback",
        description = {
            RollbackCommand.SUMMARY,
            "Addresses and names that it restores must still be free."
        },
        footer = {
            "  wg-mesh rollback ~/.local/state/wg-mesh/receipts/FILE.json -n",
            "  wg-mesh rollback receipt.json --yes"
        })
final class RollbackCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Undo a commit by its receipt, unless the records changed since.";

    @Parameters(paramLabel = "RECEIPT", description = "Receipt file.")
    Optional<Path> file = Optional.empty();

    @Option(
            names = "--mesh",
            paramLabel = "MESH",
            completionCandidates = MeshCandidates.class,
            description = "Mesh of the commit, if the receipt names none.")
    Optional<MeshName> mesh = Optional.empty();

    @Mixin ConsentOption consent = new ConsentOption();
    @Mixin RemovalLimitOption removals = new RemovalLimitOption();
    @Mixin ChangeLimitOption changes = new ChangeLimitOption();
    @Mixin WriteOptions write = new WriteOptions();

    @Override
    public ExitCode run(CommandSession session) throws InterruptedException {
        SourceFlags flags = write.flags();
        Path path = session.hostEnvironment().directory().resolve(file.orElseThrow());
        List<HostedReceipt> receipts =
                SavedPlans.readReceipts(PrivateFile.read(path), file.orElseThrow().toString());
        Locations places = session.locations(flags);
        for (HostedReceipt it : receipts) {
            ZonePlan plan = it.receipt().plan();
            places.savedHosts().requireMatch(it.host(), plan.zone(), plan.purpose());
        }
        Locations reading = receiptLocations(session, places, receipts.getFirst());
        Set<MeshName> meshes = meshes(session, reading, receipts);
        var rollback =
                new Rollback(
                        () -> session.logging(reading.source()),
                        places.savedHosts()::provider,
                        receipts,
                        meshes,
                        GuardLimits.NONE
                                .withMeshes(
                                        LocalZoneFiles.meshes(session, places, List.copyOf(meshes)))
                                .atMost(removals.members(), changes.members()));
        var report = new CommitReport(session, apex -> Optional.of(host(receipts, apex)));
        if (write.shows()) {
            CommitResult planned = rollback.plan();
            write.plan.save(session, planned.plans(), apex -> Optional.of(host(receipts, apex)));
            return report.planned(planned);
        }
        return report.committed(
                rollback.run(
                        write.patience(session),
                        write.listener(
                                session, consent.consent(session), apex -> host(receipts, apex))));
    }

    private static Location.KnownHost host(List<HostedReceipt> receipts, Name apex) {
        return receipts.stream()
                .filter(it -> it.receipt().plan().zone().equals(apex))
                .map(HostedReceipt::host)
                .findFirst()
                .orElseThrow();
    }

    /** Returns the places to read the mesh from: those configured, if they hold the zone. */
    private Locations receiptLocations(
            CommandSession session, Locations places, HostedReceipt receipt) {
        Name zone = receipt.receipt().plan().zone();
        return places.savedHosts().of(zone).equals(Optional.of(receipt.host()))
                ? places
                : session.locations(
                        write.flags()
                                .withLocation(places.savedHosts().completed(receipt.host(), zone)));
    }

    /** Returns the mesh given and those in the receipts; without any, that of the host. */
    private Set<MeshName> meshes(
            CommandSession session, Locations places, List<HostedReceipt> receipts) {
        var meshes = new TreeSet<MeshName>();
        mesh.or(session.shellState()::currentMesh).ifPresent(meshes::add);
        List<ZonePlan> done = receipts.stream().map(it -> it.receipt().plan()).toList();
        done.forEach(plan -> meshes.addAll(InversePlan.meshes(plan)));
        if (meshes.isEmpty()) {
            places.settings().mesh().ifPresent(meshes::add);
        }
        if (meshes.isEmpty()) {
            done.stream()
                    .flatMap(plan -> InversePlan.hosts(plan).stream())
                    .findFirst()
                    .map(places::meshOf)
                    .ifPresent(meshes::add);
        }
        return meshes;
    }
}
