package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provision.CommitListener;
import dev.wgmesh.provision.CommitResult;
import dev.wgmesh.provision.Init;
import dev.wgmesh.render.ZonePlanJson;
import dev.wgmesh.zone.PolicyText;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code init}: a mesh is founded. */
@OptionGroup.In(OptionGroup.CHANGE)
@Command(
        name = "init",
        description = {
            "Create a mesh: write its policy with the pools for addresses.",
            "Without a policy, nodes trust the records of members alone."
        },
        footer = {
            "  wg-mesh init _p2p.example.org --pool 10.9.0.0/24",
            "  wg-mesh init _p2p.example.org --pool 10.9.0.0/24 --pool fd09::/64",
            "  wg-mesh init _p2p.example.org --pool 10.9.0.0/24 --allow 192.168.1.0/24 -n"
        })
final class InitCommand implements Subcommand {
    @Parameters(paramLabel = "MESH", description = "Name of the mesh, such as _p2p.example.org.")
    Optional<MeshName> mesh = Optional.empty();

    @Option(
            names = "--pool",
            paramLabel = "CIDR",
            required = true,
            description = "Give out addresses of this prefix; repeatable.")
    List<Prefix> pools = List.of();

    @Option(
            names = "--allow",
            paramLabel = "CIDR",
            description = "Also allow members to claim this prefix; repeatable.")
    List<Prefix> allow = List.of();

    @Option(
            names = "--paths",
            paramLabel = "auto|tunnel|origin",
            description = "Packets that use the tunnel (default: auto).")
    Optional<PathMode> paths = Optional.empty();

    @Mixin TtlOption ttl = new TtlOption();
    @Mixin IntentOptions write = new IntentOptions();

    @Override
    public ExitCode run(CommandSession session) throws InterruptedException {
        MeshName founded = mesh.orElseThrow();
        var hosting = new ConfiguredHosting(session, session.locations(write.flags()));
        var policy = new Policy(pools, allow, paths, ttl.duration());
        var init = new Init(hosting, founded, policy);
        Name owner = PolicyText.question(founded).owner();
        if (write.shows() || hosting.provider(owner).isEmpty()) {
            List<Problem> nowhere = write.shows() ? List.of() : hosting.nowhere(List.of(owner));
            CommitResult planned = init.plan();
            write.save(session, planned.plans(), hosting::host);
            print(session, planned, hosting);
            session.error(nowhere);
            return nowhere.isEmpty() ? ExitCode.SUCCESS : ExitCode.INPUT;
        }
        CommitListener oversight = write.listener(session, hosting::hostOf);
        CommitResult done = init.run(write.patience(session), oversight);
        if (session.json()) {
            print(session, done, hosting);
        } else {
            session.println(
                    founded
                            + (done.plans().isEmpty()
                                    ? " already exists with this policy"
                                    : " is created"));
        }
        return CommitReport.end(session, done);
    }

    private void print(CommandSession session, CommitResult result, ConfiguredHosting hosting) {
        if (session.json()) {
            session.print(
                    ZonePlanJson.plans(
                            ZonePlanJson.document(),
                            result.plans(),
                            result.receipts(),
                            result.unseen(),
                            hosting::host));
        } else {
            session.print(write.text(result.plans()));
        }
    }
}
