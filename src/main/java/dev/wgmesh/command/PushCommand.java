package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.config.Locations;
import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.lock.LockBundle;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.plan.HostedPlan;
import dev.wgmesh.plan.Location;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provision.CommitResult;
import dev.wgmesh.provision.Push;
import dev.wgmesh.provision.SavedPlanPush;
import dev.wgmesh.provision.SignaturePush;
import dev.wgmesh.render.LockBundleJson;
import dev.wgmesh.render.SavedPlans;
import dev.wgmesh.zone.ZoneContents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code push}: writes the mesh records of zone files, or a saved plan. */
@OptionGroup.In(OptionGroup.CHANGE)
@Command(
        name = "push",
        description = {
            PushCommand.SUMMARY,
            "A .json file is a plan saved by --out: commit exactly that plan;",
            "or a signed bundle (wg-mesh lock): publish its signatures."
        },
        footer = {
            "  wg-mesh push zones/example.com.zone --server ns1.example.com -n",
            "  wg-mesh push zones/example.com.zone --server ns1.example.com --yes",
            "  wg-mesh join node-d.example.com --out plan.json",
            "  wg-mesh push plan.json"
        })
final class PushCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Write the mesh records of zone files to the hosted zones.";

    private static final String JSON = ".json";

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Zone files, saved plans or a signed bundle (.json).")
    List<Path> files = List.of();

    @Option(
            names = "--mesh",
            paramLabel = "MESH",
            description = "Mesh not named _p2p...; repeatable.")
    List<MeshName> meshes = List.of();

    @OptionGroup.In(OptionGroup.CHANGE)
    @Option(
            names = "--manage-endpoint",
            description = "Change A and AAAA records of member hosts too.")
    boolean manageEndpoint;

    @Mixin ConsentOption consent = new ConsentOption();
    @Mixin RemovalLimitOption removals = new RemovalLimitOption();
    @Mixin ChangeLimitOption changes = new ChangeLimitOption();
    @Mixin WriteOptions write = new WriteOptions();

    @Override
    public ExitCode run(CommandSession session) throws InterruptedException {
        long saved = files.stream().filter(PushCommand::isPlan).count();
        if (saved > 0 && saved < files.size()) {
            throw Failure.input(
                    "wg-mesh push",
                    "zone files and saved plans cannot be combined",
                    "push them one after the other");
        }
        if (saved > 0 && write.plan.out.isPresent()) {
            throw Failure.input("--out", "cannot be used with a saved plan", "remove --out");
        }
        Locations places = session.locations(write.flags());
        Optional<LockBundle> bundle = saved > 0 ? bundle(session) : Optional.empty();
        if (bundle.isPresent()) {
            return signatures(session, new ConfiguredHosting(session, places), bundle.get());
        }
        GuardLimits limits =
                new GuardLimits(
                        LocalZoneFiles.meshes(session, places, meshes),
                        Set.of(),
                        manageEndpoint,
                        removals.members(),
                        changes.members(),
                        Set.of());
        return saved > 0
                ? plans(session, places, limits)
                : zones(session, new ConfiguredHosting(session, places), limits);
    }

    private static boolean isPlan(Path file) {
        return file.toString().endsWith(JSON);
    }

    /** Returns the bundle of the only file; empty where the files are plans. */
    private Optional<LockBundle> bundle(CommandSession session) {
        for (Path file : files) {
            String text = PrivateFile.read(session.hostEnvironment().directory().resolve(file));
            if (LockBundleJson.isBundle(text)) {
                if (files.size() > 1) {
                    throw Failure.input(
                            file.toString(),
                            "a signed bundle is pushed alone",
                            "push the files one after the other");
                }
                return Optional.of(LockBundleJson.read(text, file.toString()));
            }
        }
        return Optional.empty();
    }

    private ExitCode signatures(
            CommandSession session, ConfiguredHosting hosting, LockBundle bundle)
            throws InterruptedException {
        var push = new SignaturePush(hosting, bundle, session.hostEnvironment().clock());
        var report = new CommitReport(session, hosting::host);
        return write.plan.dryRun
                ? report.planned(push.plan())
                : report.committed(
                        push.run(
                                write.patience(session),
                                write.listener(
                                        session, consent.consent(session), hosting::hostOf)));
    }

    private ExitCode zones(CommandSession session, ConfiguredHosting hosting, GuardLimits limits)
            throws InterruptedException {
        List<ZoneContents> copies = LocalZoneFiles.read(session, files);
        LocalZoneFiles.requireElsewhere(copies, hosting);
        var push = new Push(hosting, copies, limits);
        var report = new CommitReport(session, hosting::host);
        if (write.shows()) {
            CommitResult planned = push.plan();
            session.warn(push.unnamedLists());
            write.plan.save(session, planned.plans(), hosting::host);
            return report.planned(planned);
        }
        CommitResult committed =
                push.run(
                        write.patience(session),
                        write.listener(session, consent.consent(session), hosting::hostOf));
        session.warn(push.unnamedLists());
        return report.committed(committed);
    }

    private ExitCode plans(CommandSession session, Locations places, GuardLimits limits)
            throws InterruptedException {
        var plans = new ArrayList<HostedPlan>();
        for (Path file : files) {
            Path path = session.hostEnvironment().directory().resolve(file);
            plans.addAll(SavedPlans.readPlans(PrivateFile.read(path), file.toString()));
        }
        for (HostedPlan it : plans) {
            places.savedHosts().requireMatch(it.host(), it.plan().zone(), it.plan().purpose());
        }
        var push = new SavedPlanPush(places.savedHosts()::provider, plans, limits);
        var report = new CommitReport(session, apex -> Optional.of(host(plans, apex)));
        if (write.plan.dryRun) {
            return report.planned(push.plan());
        }
        return report.committed(
                push.run(
                        write.patience(session),
                        write.listener(
                                session, consent.consent(session), apex -> host(plans, apex))));
    }

    private static Location.KnownHost host(List<HostedPlan> plans, Name apex) {
        return plans.stream()
                .filter(plan -> plan.plan().zone().equals(apex))
                .map(HostedPlan::host)
                .findFirst()
                .orElseThrow();
    }
}
