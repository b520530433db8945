package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.files.PrivateFolder;
import dev.wgmesh.plan.HostedPlan;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.render.SavedPlans;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.xbill.DNS.Name;
import picocli.CommandLine.Option;

/** Whether a plan is shown or saved instead of committed: a mixin. */
@OptionGroup.In(OptionGroup.SAFETY)
final class PlanOptions {
    @Option(
            names = {"-n", "--dry-run"},
            description = "Show the plan; change nothing.")
    boolean dryRun;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Save the plan for wg-mesh push; change nothing.")
    Optional<Path> out = Optional.empty();

    /** Returns whether the plan is only shown or saved. */
    boolean shows() {
        return dryRun || out.isPresent();
    }

    /**
     * Checks that the file of {@code --out} can be created, before anything else is saved.
     *
     * @throws Failure REFUSED where the file exists; INPUT for {@code -}; UNREADABLE where its
     *     folder cannot be written
     */
    void requireNew(CommandSession session) {
        if (out.isEmpty()) {
            return;
        }
        if (out.get().toString().equals("-")) {
            throw Failure.input(
                    "--out", "cannot save a plan on stdout", "give a file: --out plan.json");
        }
        Path file = session.hostEnvironment().directory().resolve(out.get());
        if (PrivateFile.exists(file)) {
            throw Failure.refused(
                    file.toString(),
                    "already exists",
                    "choose another name, or move the existing file away");
        }
        PrivateFolder.probe(Optional.ofNullable(file.getParent()).orElse(Path.of("")));
    }

    /**
     * Saves the plans in the file of {@code --out}, if given.
     *
     * @param keepKey called before the file is written, and once it is known that it can be
     * @throws Failure REFUSED where the file exists; INPUT where the place of a plan's zone is
     *     unknown
     */
    void save(
            CommandSession session,
            List<ZonePlan> plans,
            Function<Name, Optional<Location.KnownHost>> hosts,
            Runnable keepKey) {
        if (out.isEmpty()) {
            keepKey.run();
            return;
        }
        List<HostedPlan> hosted =
                plans.stream()
                        .filter(plan -> !plan.isEmpty())
                        .map(plan -> hosted(plan, hosts.apply(plan.zone())))
                        .toList();
        keepKey.run();
        if (hosted.isEmpty()) {
            session.note("plan: nothing to do, no file written");
            return;
        }
        PrivateFile.create(
                session.hostEnvironment().directory().resolve(out.get()), SavedPlans.plans(hosted));
        session.note("plan: saved in " + out.get());
    }

    /** Saves the plans of a command that makes no key. */
    void save(
            CommandSession session,
            List<ZonePlan> plans,
            Function<Name, Optional<Location.KnownHost>> hosts) {
        save(session, plans, hosts, () -> {});
    }

    private static HostedPlan hosted(ZonePlan plan, Optional<Location.KnownHost> host) {
        return new HostedPlan(
                host.orElseThrow(() ->
                        Failure.input(
                                plan.zone().toString(true),
                                "cannot save the plan: the place that hosts the zone is unknown",
                                "name the place: --zones DIR, --server HOST or --route53")),
                plan);
    }
}
