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
import dev.wgmesh.provision.CacheWait;
import dev.wgmesh.provision.Leave;
import dev.wgmesh.provision.LeaveResult;
import dev.wgmesh.provision.MemberChange;
import dev.wgmesh.render.JsonDocument;
import dev.wgmesh.render.ZonePlanJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leave}: removes a member. */
@Command(
        name = "leave",
        description = {
            LeaveCommand.SUMMARY,
            "Records in another zone are removed after the TTL of the list."
        },
        footer = {
            "  wg-mesh leave node-d.example.com",
            "  wg-mesh leave node-d.example.com -n",
            "  wg-mesh leave node-c.example.net --mesh _p2p.example.com --yes"
        })
final class LeaveCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY =
            "Remove a member from the mesh: its list entry, then its records.";

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
        var wait =
                new CacheWait(
                        session.hostEnvironment().clock(),
                        write.receiptsOf(session, host),
                        write.waits());
        var leave = new Leave(hosting, host, mesh, manageEndpoint, limits, wait);
        var change = ChangeReport.ofMember(session, write, hosting, mesh, host);
        if (change.isPlanned()) {
            LeaveResult result = leave.plan();
            MemberChange planned = result.change();
            if (result.noMember().isPresent()) {
                return noMember(session, change, result);
            }
            if (write.isSaved() && planned.plans().size() > 1) {
                throw Failure.input(
                        "--out",
                        "cannot save a plan for two zones: leave waits for a TTL in between",
                        "run wg-mesh leave without --out");
            }
            return change.planned(planned.result(), () -> document(result));
        }
        LeaveResult left =
                leave.run(
                        write.patience(session), write.listener(session, consent, hosting::hostOf));
        if (left.noMember().isPresent()) {
            return noMember(session, change, left);
        }
        return change.done(left.change().result(), () -> document(left), text(left, mesh));
    }

    private static ExitCode noMember(
            CommandSession session, ChangeReport change, LeaveResult left) {
        change.done(left.change().result(), () -> document(left), "");
        session.error(left.noMember().stream().toList());
        return ExitCode.FINDINGS_OR_CHANGES;
    }

    private static JsonDocument document(LeaveResult left) {
        return ZonePlanJson.finishFrom(
                ZonePlanJson.change(left.change().host(), left.change().list()), left.finishFrom());
    }

    private static String text(LeaveResult left, MeshName mesh) {
        HostName host = left.change().host();
        if (left.finishFrom().isPresent()) {
            return """
            %s left %s; its own records remain while caches may hold the list
            to remove them from %s on: wg-mesh leave %s --mesh %s
            """
                    .formatted(
                            host,
                            left.change().list(),
                            roundedUp(left.finishFrom().get()),
                            host,
                            mesh);
        }
        return left.plans().isEmpty()
                ? host + " is not a member of " + mesh + ": nothing to do\n"
                : host + " left " + left.change().list() + "\n";
    }

    private static Instant roundedUp(Instant time) {
        return time.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
    }
}
