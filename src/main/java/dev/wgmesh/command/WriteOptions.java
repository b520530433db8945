package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.Consent;
import dev.wgmesh.config.SourceFlags;
import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.plan.HostedPlan;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.MeshNames;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provision.AddressRequest;
import dev.wgmesh.provision.CommitListener;
import dev.wgmesh.provision.RetryPolicy;
import dev.wgmesh.render.SavedPlans;
import dev.wgmesh.render.ZonePlanText;
import dev.wgmesh.zone.MetadataText;
import dev.wgmesh.zone.Question;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.xbill.DNS.Name;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a command reads and writes records: a mixin, the same on every command that writes. */
final class WriteOptions {
    /** The address that asks for a free one. */
    static final String AUTO = "auto";

    /** How long a lost race is run again unless somebody says so, in seconds. */
    private static final long PATIENCE = 30;

    /** The longest that may be said, a day. */
    private static final long MAX_PATIENCE = Duration.ofDays(1).toSeconds();

    /** The longest TTL, a week: longer ones make every change of a mesh wait for days. */
    private static final long MAX_TTL = Duration.ofDays(7).toSeconds();

    @Mixin SourceOptions sources = new SourceOptions();

    @Option(names = "--emit", description = "Print the records instead of writing them.")
    boolean emit;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Show the plan and do nothing.")
    boolean dryRun;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Save the plan there, for wg-mesh push FILE, and do nothing else.")
    Optional<Path> out = Optional.empty();

    @Option(
            names = "--yes",
            description = "Agree to what is taken away from members, instead of being asked.")
    boolean yes;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description = "Run again what lost a race, for that long (default 30).")
    long patience = PATIENCE;

    @Option(
            names = "--receipt",
            paramLabel = "FILE",
            description = "Keep the receipts there, for wg-mesh rollback (else: state folder).")
    Optional<Path> receipt = Optional.empty();

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Keep receipts and audit.log in this folder.")
    Optional<Path> stateDir = Optional.empty();

    @Option(
            names = "--max-delete",
            paramLabel = "N",
            description = "Remove up to N members at once (else 30 %% of 10 or more).")
    Optional<Integer> maxDelete = Optional.empty();

    @Option(
            names = "--max-change",
            paramLabel = "N",
            description = "Change keys or addresses of up to N members (else 30 %% of 10 or more).")
    Optional<Integer> maxChange = Optional.empty();

    @Option(
            names = "--manage-endpoint",
            description = "Change the A and AAAA records of members' own names too.")
    boolean manageEndpoint;

    @Option(names = "--no-wait", description = "Do not wait until every server of Route53 has it.")
    boolean noWait;

    SourceFlags flags() {
        return sources.flags().emitting(emit).waiting(!noWait);
    }

    /** Whether the plan is only shown or saved. */
    boolean shows() {
        return dryRun || out.isPresent();
    }

    /**
     * Patience with other writers that begins now.
     *
     * @throws Failure INPUT where the number is none of seconds
     */
    RetryPolicy patience(CommandSession session) {
        if (patience < 0 || patience > MAX_PATIENCE) {
            throw Failure.input(
                    "--patience " + patience,
                    "is out of range",
                    "give a number of seconds from 0 to " + MAX_PATIENCE);
        }
        return RetryPolicy.of(
                session.outside().clock(),
                session.outside().randomness(),
                Duration.ofSeconds(patience));
    }

    /**
     * What the flags allow a plan besides what is harmless.
     *
     * @param meshes whose lists may be written
     * @throws Failure INPUT where a number is negative
     */
    GuardLimits limits(MeshNames meshes) {
        maxDelete.ifPresent(n -> requireNumber("--max-delete", n));
        maxChange.ifPresent(n -> requireNumber("--max-change", n));
        return new GuardLimits(meshes, Set.of(), manageEndpoint, maxDelete, maxChange, Set.of());
    }

    private static void requireNumber(String flag, int members) {
        if (members < 0) {
            throw Failure.input(flag, members + " is no number of members", "give 0 or more");
        }
    }

    /** Who watches the commits: asks before members lose something, and keeps receipts. */
    CommitListener oversight(CommandSession session, Function<Name, Location.KnownHost> hosts) {
        return new CommandCommitListener(
                session, ledger(session), new Consent(session, yes), hosts);
    }

    /** The same for a command that takes nothing away from anybody, and never asks. */
    CommitListener unaskedOversight(
            CommandSession session, Function<Name, Location.KnownHost> hosts) {
        return new CommandCommitListener(
                session, ledger(session), new Consent(session, true), hosts);
    }

    ReceiptStore ledger(CommandSession session) {
        Path directory = session.outside().directory();
        return new ReceiptStore(
                session,
                ReceiptStore.stateFolder(session.outside(), stateDir),
                receipt.map(directory::resolve));
    }

    /**
     * Saves the plans where {@code --out} asks for it.
     *
     * @throws Failure REFUSED where the file is there already; INPUT where no place is known that
     *     hosts the zone of a plan, or {@code --emit} is given
     */
    void save(
            CommandSession session,
            List<ZonePlan> plans,
            Function<Name, Optional<Location.KnownHost>> hosts) {
        if (out.isEmpty()) {
            return;
        }
        if (emit) {
            throw Failure.input(
                    "--out", "saves a plan for the place of the zone", "leave out --emit");
        }
        List<HostedPlan> hosted =
                plans.stream()
                        .filter(plan -> !plan.isEmpty())
                        .map(plan -> hosted(plan, hosts.apply(plan.zone())))
                        .toList();
        if (hosted.isEmpty()) {
            session.note("plan: there is nothing to do, and nothing is saved");
            return;
        }
        PrivateFile.create(
                session.outside().directory().resolve(out.get()), SavedPlans.plans(hosted));
        session.note("plan: saved in " + out.get());
    }

    private static HostedPlan hosted(ZonePlan plan, Optional<Location.KnownHost> host) {
        return new HostedPlan(
                host.orElseThrow(() ->
                        Failure.input(
                                plan.zone().toString(true),
                                "no place is known that hosts it, so its plan cannot be saved",
                                "name the place: --zones DIR")),
                plan);
    }

    /** Plans that are not committed: what would differ, or the records to write by hand. */
    String text(List<ZonePlan> plans) {
        return shows() ? ZonePlanText.difference(plans) : ZonePlanText.added(plans);
    }

    /**
     * The addresses given by {@code --ip}; none, or {@code auto} among them: a free one too.
     *
     * @throws Failure INPUT where one is no address
     */
    static AddressRequest addresses(List<String> ips, List<Prefix> pools) {
        var chosen = new ArrayList<IpAddress>();
        for (String ip : ips) {
            if (!ip.equals(AUTO)) {
                chosen.add(
                        IpAddress.parse(ip)
                                .orElseThrow(() ->
                                        Failure.input(
                                                "--ip " + ip,
                                                "is neither auto nor an address",
                                                "give one such as --ip 10.0.0.9")));
            }
        }
        return new AddressRequest(chosen, ips.isEmpty() || ips.contains(AUTO), pools);
    }

    /** A TTL that was given in seconds. */
    static Optional<Duration> ttl(Optional<Long> seconds) {
        seconds.filter(ttl -> ttl < 1 || ttl > MAX_TTL)
                .ifPresent(ttl -> {
                    throw Failure.input(
                            "--ttl " + ttl,
                            "is out of range",
                            "give a number of seconds from 1 to " + MAX_TTL);
                });
        return seconds.map(Duration::ofSeconds);
    }

    /** Metadata of texts as they are published; they were given by flags, so all must be right. */
    static Metadata metadata(Question question, List<String> texts) {
        MetadataText.Reading reading = MetadataText.read(question, texts);
        if (!reading.problems().isEmpty()) {
            throw new Failure(Failure.Kind.INPUT, reading.problems());
        }
        return reading.metadata();
    }
}
