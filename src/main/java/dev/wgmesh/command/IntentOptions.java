package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.Confirmation;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.config.SourceFlags;
import dev.wgmesh.model.HostName;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provision.RetryPolicy;
import dev.wgmesh.render.ZonePlanText;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.xbill.DNS.Name;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a command that changes a mesh by an intent, which can print records instead. */
final class IntentOptions {
    @Mixin WriteOptions write = new WriteOptions();

    @OptionGroup.In(OptionGroup.OUTPUT)
    @Option(names = "--emit", description = "Print the records instead of writing them.")
    boolean emit;

    /**
     * Returns the places that the options name.
     *
     * @throws Failure INPUT where options cannot be combined
     */
    SourceFlags flags() {
        if (emit && isSaved()) {
            throw Failure.input(
                    "--out, --emit", "cannot be combined", "remove --emit to save the plan");
        }
        return write.flags().withEmit(emit);
    }

    /** Returns whether the plan is only shown or saved. */
    boolean shows() {
        return write.shows();
    }

    /** Returns whether the command waits for caches. */
    boolean waits() {
        return !write.noWait;
    }

    /** Returns whether the plan is saved. */
    boolean isSaved() {
        return write.plan.out.isPresent();
    }

    /** Returns whether the plan is shown and not saved: a key is not kept then. */
    boolean isOnlyShown() {
        return write.plan.dryRun && !isSaved();
    }

    /** Saves the plans in the file of {@code --out}, if given, and a generated key before it. */
    void save(
            CommandSession session,
            List<ZonePlan> plans,
            Function<Name, Optional<Location.KnownHost>> hosts,
            Runnable keepKey) {
        write.plan.save(session, plans, hosts, keepKey);
    }

    /** Saves the plans of a command that makes no key. */
    void save(
            CommandSession session,
            List<ZonePlan> plans,
            Function<Name, Optional<Location.KnownHost>> hosts) {
        save(session, plans, hosts, () -> {});
    }

    /** Checks that the file of {@code --out} can be created. */
    void requireNewFile(CommandSession session) {
        write.plan.requireNew(session);
    }

    /** Returns plans that are not committed as a difference, or as records to write by hand. */
    String text(List<ZonePlan> plans) {
        return shows() ? ZonePlanText.diff(plans) : ZonePlanText.addedRecords(plans);
    }

    /** Returns the receipts of joins and leaves of a host that are in the state folder. */
    List<Receipt> receiptsOf(CommandSession session, HostName host) {
        return write.receipts.store(session).of(host);
    }

    /** Returns the retries, whose time begins now. */
    RetryPolicy patience(CommandSession session) {
        return write.patience(session);
    }

    /** Returns the listener that asks before records of members are removed, and keeps receipts. */
    CommandCommitListener listener(
            CommandSession session,
            ConsentOption consent,
            Function<Name, Location.KnownHost> hosts) {
        return write.listener(session, consent.consent(session), hosts);
    }

    /** Returns the listener of a command that never removes records of members. */
    CommandCommitListener listener(
            CommandSession session, Function<Name, Location.KnownHost> hosts) {
        return write.listener(session, new Confirmation(session, true), hosts);
    }
}
