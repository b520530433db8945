package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.provision.CommitResult;
import dev.wgmesh.provision.Init;
import dev.wgmesh.provision.PolicyExceptions;
import dev.wgmesh.render.ZonePlanJson;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code init}: creates a mesh. */
@OptionGroup.In(OptionGroup.CHANGE)
@Command(
        name = "init",
        description = {
            InitCommand.SUMMARY,
            "Without a policy, nodes trust the records of members alone."
        },
        footer = {
            "  wg-mesh init _p2p.example.org --pool 10.9.0.0/24",
            "  wg-mesh init _p2p.example.org --pool 10.9.0.0/24 --pool fd09::/64",
            "  wg-mesh init _p2p.example.org --pool 10.9.0.0/24 --allow 192.168.1.0/24 -n"
        })
final class InitCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Create a mesh: write its policy with the pools for addresses.";

    @Parameters(paramLabel = "MESH", description = "Name of the mesh, such as _p2p.example.org.")
    Optional<MeshName> mesh = Optional.empty();

    @Option(
            names = "--pool",
            paramLabel = "CIDR",
            required = true,
            description = "Give out addresses of this prefix; repeatable.")
    List<Prefix> pools = List.of();

    @Mixin PolicyOptions policy = new PolicyOptions();
    @Mixin IntentOptions write = new IntentOptions();

    @Override
    public ExitCode run(CommandSession session) throws InterruptedException {
        MeshName created = mesh.orElseThrow();
        var hosting = new ConfiguredHosting(session, session.locations(write.flags()));
        var wanted =
                new Policy(pools, policy.allow, policy.paths, policy.ttl.duration(), policy.psk);
        var exceptions = new PolicyExceptions(policy.allowPublic, policy.allowOutside);
        var init = new Init(hosting, created, wanted, exceptions);
        var report = ChangeReport.ofPolicy(session, write, hosting, created);
        if (report.isPlanned()) {
            return report.planned(init.plan(), ZonePlanJson::document);
        }
        CommitResult done =
                init.run(write.patience(session), write.listener(session, hosting::hostOf));
        String text =
                done.plans().isEmpty() ? " already exists with this policy\n" : " is created\n";
        return report.done(done, ZonePlanJson::document, created + text);
    }
}
