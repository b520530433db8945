package dev.wgmesh.command;

import dev.wgmesh.cli.Consent;
import dev.wgmesh.cli.Session;
import dev.wgmesh.plan.HostedReceipt;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZoneHost;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.provision.Oversight;
import java.util.List;
import java.util.function.Function;
import org.xbill.DNS.Name;

/** Commits of a command: agreed to before, kept after, and talked about while they take time. */
final class AttendedCommits implements Oversight {
    private final Session session;
    private final Ledger ledger;
    private final Consent consent;
    private final Function<Name, ZoneHost> hosts;

    /**
     * The commits of one command.
     *
     * @param hosts the place of each zone, by its apex, as a receipt names it
     */
    AttendedCommits(
            Session session, Ledger ledger, Consent consent, Function<Name, ZoneHost> hosts) {
        this.session = session;
        this.ledger = ledger;
        this.consent = consent;
        this.hosts = hosts;
    }

    @Override
    public void approve(ZonePlan plan) {
        approveAll(List.of(plan));
    }

    @Override
    public void approveAll(List<ZonePlan> plans) {
        ledger.prepare();
        consent.require(plans);
    }

    @Override
    public void committed(Receipt receipt) {
        ledger.keep(new HostedReceipt(hosts.apply(receipt.plan().zone()), receipt));
    }

    @Override
    public void progress(String line) {
        session.note(line);
    }
}
