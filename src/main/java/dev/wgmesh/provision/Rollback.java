package dev.wgmesh.provision;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.dns.LayeredSource;
import dev.wgmesh.dns.MeshReader;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.plan.HostedReceipt;
import dev.wgmesh.plan.InversePlan;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.ProjectedZone;
import dev.wgmesh.plan.ZoneGuard;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.xbill.DNS.Name;

/**
 * Undoes commits, the last one first: takes away what they wrote and gives back what they took, if
 * nobody has changed it since and it is nobody else's by now. Who loses a race reads again.
 */
public final class Rollback {
    private final Supplier<DnsSource> source;
    private final OpenedZones places;
    private final List<HostedReceipt> receipts;
    private final Set<MeshName> meshes;
    private final GuardLimits limits;

    /**
     * Creates a rollback that has not been decided yet.
     *
     * @param source reads the meshes as they are when it is asked for
     * @param open opens the place that hosts a zone
     * @param receipts of the commits, in the order in which they were made
     * @param meshes that they were of, besides those that they name
     */
    public Rollback(
            Supplier<DnsSource> source,
            BiFunction<Location.KnownHost, Name, ZoneProvider> open,
            List<HostedReceipt> receipts,
            Set<MeshName> meshes,
            GuardLimits limits) {
        this.source = source;
        this.places = new OpenedZones(open);
        this.receipts = List.copyOf(receipts);
        this.meshes = Set.copyOf(meshes);
        this.limits = limits;
    }

    /**
     * Returns the plans that undo them now; nothing is changed.
     *
     * @throws Failure REFUSED with what prevents it; UNREADABLE where that is unknown
     */
    public CommitResult plan() {
        return CommitLoop.plan(this::decide).result();
    }

    /**
     * Undoes them.
     *
     * @throws Failure as {@link #plan} with nothing changed; PARTIAL where some were undone
     */
    public CommitResult run(RetryPolicy retry, CommitListener listener)
            throws InterruptedException {
        return new CommitLoop<RollbackAttempt>(retry, listener).run(this::decide).result();
    }

    private RollbackAttempt decide(CommitLoop.Done<RollbackAttempt> done) {
        List<HostedReceipt> left =
                done.last().map(RollbackAttempt::left).orElseGet(receipts::reversed);
        var steps = new ArrayList<CommitLoop.Step>();
        var earlier = new ArrayList<InversePlan>();
        var zones = new HashMap<Name, ZoneContents>();
        for (HostedReceipt receipt : left) {
            ZonePlan undone = receipt.receipt().plan();
            var key = new OpenedZones.Key(receipt.host(), undone.zone());
            HostedZone zone = places.read(key, InversePlan.questions(undone));
            ZoneContents now = zones.getOrDefault(key.apex(), zone.zone());
            if (zone.whole()) {
                zones.put(key.apex(), now);
            }
            InversePlan inverse = inverse(undone, now, zones, earlier);
            earlier.add(inverse);
            zones.computeIfPresent(
                    key.apex(), (_, it) -> ProjectedZone.of(it, List.of(inverse.plan())));
            steps.add(new CommitLoop.Step(zone, inverse.plan()));
        }
        return new RollbackAttempt(left, steps);
    }

    /**
     * The inverse of each receipt that is left, decided on one reading of the zones.
     *
     * @param receipts the last commit first
     * @param steps one a receipt
     */
    private record RollbackAttempt(List<HostedReceipt> receipts, List<CommitLoop.Step> steps)
            implements CommitLoop.Decision {
        /** Returns what is left once the first plan that has something to do is committed. */
        List<HostedReceipt> left() {
            int committed = 0;
            while (steps.get(committed).plan().isEmpty()) {
                committed++;
            }
            return receipts.subList(committed + 1, receipts.size());
        }

        @Override
        public String unfinished() {
            return "some of the commits are undone, others are not";
        }
    }

    /**
     * Returns what undoes it.
     *
     * @param earlier what is undone before it and is not in the zones yet
     */
    private InversePlan inverse(
            ZonePlan done,
            ZoneContents now,
            Map<Name, ZoneContents> zones,
            List<InversePlan> earlier) {
        DnsSource all = layered(zones.values());
        var names = new HashSet<>(meshes);
        names.addAll(InversePlan.meshes(done));
        List.copyOf(names).forEach(list -> names.add(RootSearch.from(list, all).mesh()));
        List<Mesh> read = names.stream().sorted().map(name -> MeshReader.read(all, name)).toList();
        InversePlan inverse = InversePlan.of(done, now, read);
        new ZoneGuard(
                        now,
                        limits.withMeshes(
                                        limits.meshes()
                                                .with(names.stream().map(Question::name).toList()))
                                .withEndpointHosts(hosts(done))
                                .withRemovableLists(inverse.removableLists()))
                .require(inverse.plan());
        requireRecords(inverse, now, zones, earlier);
        return inverse;
    }

    /** Names whose own addresses the commit changed: that was asked for then. */
    private static Set<Name> hosts(ZonePlan done) {
        return done.changes().stream()
                .map(change -> change.question().owner())
                .collect(Collectors.toSet());
    }

    /** No host comes back into a list without its key and an address. */
    private void requireRecords(
            InversePlan inverse,
            ZoneContents now,
            Map<Name, ZoneContents> zones,
            List<InversePlan> earlier) {
        var after = new HashMap<>(zones);
        after.computeIfPresent(
                now.apex(), (_, _) -> ProjectedZone.of(now, List.of(inverse.plan())));
        DnsSource then = layered(after.values());
        var problems = new ArrayList<Problem>();
        for (Map.Entry<HostName, MeshName> entry : inverse.relistedHosts().entrySet()) {
            Member member = MeshReader.member(then, entry.getKey(), entry.getValue());
            boolean given =
                    inverse.restores(entry.getKey())
                            || earlier.stream().anyMatch(it -> it.restores(entry.getKey()));
            if (!member.resolved() && !given) {
                problems.add(
                        new Problem(
                                entry.getKey().text(),
                                "would be listed in "
                                        + entry.getValue()
                                        + " again without key or address",
                                "roll back the receipt of the host's own records first, or run: wg-mesh join "
                                        + entry.getKey()));
            }
        }
        Failure.throwIfAny(Failure.Kind.REFUSED, problems);
    }

    private DnsSource layered(Collection<ZoneContents> zones) {
        DnsSource now = source.get();
        return zones.isEmpty() ? now : new LayeredSource(List.copyOf(zones), "what is undone", now);
    }
}
