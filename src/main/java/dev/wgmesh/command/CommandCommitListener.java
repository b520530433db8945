package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.Confirmation;
import dev.wgmesh.plan.HostedReceipt;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.provision.CommitListener;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.xbill.DNS.Name;

/** Asks for consent before the commits of a command, and keeps their receipts. */
final class CommandCommitListener implements CommitListener {
    private final CommandSession session;
    private final ReceiptStore receipts;
    private final Confirmation consent;
    private final Function<Name, Location.KnownHost> hosts;

    /**
     * Creates the commits of one command.
     *
     * @param hosts the place of each zone, by its apex, as a receipt names it
     */
    CommandCommitListener(
            CommandSession session,
            ReceiptStore receipts,
            Confirmation consent,
            Function<Name, Location.KnownHost> hosts) {
        this.session = session;
        this.receipts = receipts;
        this.consent = consent;
        this.hosts = hosts;
    }

    /** Checks that receipts can be saved, before a key file is written. */
    void prepare() {
        receipts.prepare();
    }

    @Override
    public void approve(List<ZonePlan> plans) {
        prepare();
        consent.require(plans);
    }

    @Override
    public void committed(Receipt receipt) {
        consent.committed(receipt.plan());
        receipts.keep(new HostedReceipt(hosts.apply(receipt.plan().zone()), receipt));
    }

    @Override
    public void progress(String line) {
        session.note(line);
    }

    @Override
    public void remaining(Duration left) {
        session.status(left.isZero() ? "" : "waiting: " + text(left) + " left (Ctrl-C is safe)");
    }

    private static String text(Duration left) {
        long seconds = left.toSeconds() + (left.toNanosPart() > 0 ? 1 : 0);
        return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }
}
