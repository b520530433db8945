package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.config.Locations;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provision.Leave;
import dev.wgmesh.provision.MemberChange;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leave}: a member is taken out. */
@Command(
        name = "leave",
        description = {
            "Remove a member from the mesh: its list entry, then its records.",
            "Records in another zone are removed after the TTL of the list."
        },
        footer = {
            "  wg-mesh leave node-d.example.com",
            "  wg-mesh leave node-d.example.com -n",
            "  wg-mesh leave node-c.example.net --mesh _p2p.example.com --yes"
        })
final class LeaveCommand implements Subcommand {
    @Mixin MemberOptions member = new MemberOptions();

    @OptionGroup.In(OptionGroup.CHANGE)
    @Option(names = "--manage-endpoint", description = "Remove the A and AAAA records of HOST too.")
    boolean manageEndpoint;

    @Mixin ConsentOption consent = new ConsentOption();
    @Mixin RemovalLimitOption limit = new RemovalLimitOption();
    @Mixin IntentOptions write = new IntentOptions();

    @Override
    public ExitCode run(CommandSession session) throws InterruptedException {
        Locations places = session.locations(write.flags());
        HostName host = member.host();
        MeshName mesh = member.mesh(session, places);
        GuardLimits limits = GuardLimits.NONE.atMost(limit.members(), Optional.empty());
        var hosting = new ConfiguredHosting(session, places);
        var leave = new Leave(hosting, host, mesh, manageEndpoint, limits);
        var change = MemberChangeReport.of(session, write, hosting, mesh, host);
        if (change.isPlanned()) {
            MemberChange planned = leave.plan();
            if (write.isSaved() && planned.plans().size() > 1) {
                throw Failure.input(
                        "--out",
                        "cannot save a plan for two zones: leave waits for a TTL in between",
                        "run wg-mesh leave without --out");
            }
            return change.planned(planned, UnaryOperator.identity());
        }
        MemberChange left =
                leave.run(
                        write.patience(session), write.listener(session, consent, hosting::hostOf));
        String text =
                left.plans().isEmpty()
                        ? host + " is not a member of " + mesh + ": nothing to do\n"
                        : host + " left " + left.list() + "\n";
        return change.done(left, UnaryOperator.identity(), text);
    }
}
