package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.Confirmation;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.config.SourceFlags;
import dev.wgmesh.plan.Location;
import dev.wgmesh.provision.RetryPolicy;
import java.util.function.Function;
import org.xbill.DNS.Name;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Places, plan, receipts and retries: a mixin of every command that commits a plan. */
final class WriteOptions {
    @Mixin WritePlaceOptions place = new WritePlaceOptions();
    @Mixin PlanOptions plan = new PlanOptions();
    @Mixin ReceiptOptions receipts = new ReceiptOptions();
    @Mixin RetryOptions retry = new RetryOptions();

    @OptionGroup.In(OptionGroup.ADVANCED)
    @Option(
            names = "--no-wait",
            description = "Do not wait for caches, nor for all Route53 servers.")
    boolean noWait;

    /** Returns the places that the options name. */
    SourceFlags flags() {
        return place.flags().withAwaitVisible(!noWait);
    }

    /** Returns whether the plan is only shown or saved. */
    boolean shows() {
        return plan.shows();
    }

    /** Returns the retries, whose time begins now. */
    RetryPolicy patience(CommandSession session) {
        return retry.policy(session);
    }

    /** Returns the listener that asks before records of members are removed, and keeps receipts. */
    CommandCommitListener listener(
            CommandSession session,
            Confirmation consent,
            Function<Name, Location.KnownHost> hosts) {
        return new CommandCommitListener(session, receipts.store(session), consent, hosts);
    }
}
