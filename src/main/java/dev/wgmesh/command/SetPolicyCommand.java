package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.MeshCandidates;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provision.CommitResult;
import dev.wgmesh.provision.PolicyExceptions;
import dev.wgmesh.provision.PolicyRequest;
import dev.wgmesh.provision.SetPolicy;
import dev.wgmesh.render.ZonePlanJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code set-policy}: changes the policy of a mesh. */
@OptionGroup.In(OptionGroup.CHANGE)
@Command(
        name = "set-policy",
        description = {
            SetPolicyCommand.SUMMARY,
            "A given option replaces all values of its kind; the rest is kept."
        },
        footer = {
            "  wg-mesh set-policy _p2p.example.com --pool 10.0.0.0/24 --pool 10.0.8.0/24",
            "  wg-mesh set-policy _p2p.example.com --paths tunnel --ttl 60",
            "  wg-mesh set-policy _p2p.example.com --no-allow -n"
        })
final class SetPolicyCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Change the pools, other prefixes, paths, TTL or psk= of a mesh.";

    @Parameters(
            paramLabel = "MESH",
            completionCandidates = MeshCandidates.class,
            description = "Name of the mesh, or of a sub-list.")
    Optional<MeshName> mesh = Optional.empty();

    @Option(
            names = "--pool",
            paramLabel = "CIDR",
            description = "Give out addresses of this prefix; repeatable.")
    List<Prefix> pools = List.of();

    @Option(names = "--no-pool", description = "Remove all pools.")
    boolean noPool;

    @Option(names = "--no-allow", description = "Remove all other prefixes.")
    boolean noAllow;

    @Option(names = "--no-paths", description = "Remove the paths.")
    boolean noPaths;

    @Option(names = "--no-ttl", description = "Remove the TTL.")
    boolean noTtl;

    @Option(names = "--no-psk-mode", description = "Remove the hint of preshared keys.")
    boolean noPsk;

    @Mixin PolicyOptions policy = new PolicyOptions();
    @Mixin ConsentOption consent = new ConsentOption();
    @Mixin IntentOptions write = new IntentOptions();

    @Override
    public ExitCode run(CommandSession session) throws InterruptedException {
        PolicyRequest request = request();
        MeshName changed = mesh.orElseThrow();
        var hosting = new ConfiguredHosting(session, session.locations(write.flags()));
        var exceptions = new PolicyExceptions(policy.allowPublic, policy.allowOutside);
        var change = new SetPolicy(hosting, changed, request, exceptions);
        var report = ChangeReport.ofPolicy(session, write, hosting, changed);
        if (report.isPlanned()) {
            return report.planned(change.plan(), ZonePlanJson::document);
        }
        CommitResult done =
                change.run(
                        write.patience(session), write.listener(session, consent, hosting::hostOf));
        String text = done.plans().isEmpty() ? " is already up to date\n" : " changed\n";
        return report.done(done, ZonePlanJson::document, "the policy of " + changed + text);
    }

    private PolicyRequest request() {
        var problems = new ArrayList<Problem>();
        var pool = ReplacedValue.of("--pool", noPool, pools);
        var allow = ReplacedValue.of("--allow", noAllow, policy.allow);
        var paths = new ReplacedValue<>("--paths", noPaths, policy.paths);
        var ttl = new ReplacedValue<>("--ttl", noTtl, policy.ttl.duration());
        var psk = new ReplacedValue<>("--psk-mode", noPsk, policy.psk);
        List.of(pool, allow, paths, ttl, psk).forEach(value -> value.requireOne(problems));
        var request =
                new PolicyRequest(
                        pool.orNone(List.of()),
                        allow.orNone(List.of()),
                        paths.isGiven() ? Optional.of(paths.value()) : Optional.empty(),
                        ttl.isGiven() ? Optional.of(ttl.value()) : Optional.empty(),
                        psk.isGiven() ? Optional.of(psk.value()) : Optional.empty());
        if (request.isEmpty()) {
            problems.add(
                    new Problem(
                            "wg-mesh set-policy",
                            "nothing to change",
                            "give at least one of --pool, --allow, --paths, --ttl, --psk-mode"));
        }
        Failure.throwIfAny(Failure.Kind.INPUT, problems);
        return request;
    }
}
