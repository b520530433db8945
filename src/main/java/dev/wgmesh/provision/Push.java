package dev.wgmesh.provision;

import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.plan.MeshDifference;
import dev.wgmesh.plan.MeshDifference.Step;
import dev.wgmesh.plan.ProjectedZone;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZoneGuard;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneProvider.Reading;
import dev.wgmesh.zone.MeshOwner;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.Name;

/**
 * Makes the mesh's records of hosted zones what copies of these zones say, and touches no others.
 * One zone changes in one commit. Of several zones first hosts get their records, then lists
 * change, then hosts lose their records, so that no reader ever sees a listed member without its
 * records. What the copies say is the intent: who loses a race reads again and sends what differs
 * then.
 */
public final class Push {
    private final Hosting hosting;
    private final List<ZoneContents> copies;
    private final GuardLimits limits;

    /**
     * A push that has not been decided yet.
     *
     * @param copies of zones, each read as a whole
     * @param limits which meshes, whether endpoints, and how many members at once
     */
    public Push(Hosting hosting, List<ZoneContents> copies, GuardLimits limits) {
        this.hosting = hosting;
        this.copies = List.copyOf(copies);
        this.limits = limits;
    }

    /** A zone as it is hosted now, and its copy. */
    private record Hosted(ZoneProvider provider, Reading basis, ZoneContents copy) {
        Name apex() {
            return copy.apex();
        }
    }

    /** A plan, and the zone as it is then. */
    private record Planned(Hosted hosted, ZoneContents zone, ZonePlan plan) {}

    /**
     * What differs now, in the order in which it would be committed; no guard is asked.
     *
     * @throws Failure UNREADABLE, or INPUT where no place is known that hosts a zone
     */
    public List<ZonePlan> difference() {
        return sequence(read(), Set.of()).stream().map(Planned::plan).toList();
    }

    /**
     * What would be committed now; nothing is changed.
     *
     * @throws Failure as {@link #difference}, and REFUSED by a guard
     */
    public List<ZonePlan> plan() {
        List<Planned> plans = sequence(read(), Set.of());
        guard(plans);
        return plans.stream().map(Planned::plan).toList();
    }

    /**
     * Commits it.
     *
     * @return receipts in their order; none: nothing differed
     * @throws Failure as {@link #plan} with nothing changed; PARTIAL where a zone was changed and
     *     another could not be
     */
    public List<Receipt> run(RetryPolicy patience, CommitListener oversight)
            throws InterruptedException {
        var commits = new Commits(oversight);
        var owed = new HashSet<Name>();
        while (true) {
            List<Planned> plans =
                    commits.guarded(() -> {
                        List<Planned> next = sequence(read(), owed);
                        guard(next);
                        requireNew(next, commits.receipts());
                        if (!next.isEmpty()) {
                            oversight.approveAll(next.stream().map(Planned::plan).toList());
                        }
                        return next;
                    });
            if (plans.isEmpty()) {
                return commits.awaited();
            }
            Planned first = plans.getFirst();
            Hosted hosted = first.hosted();
            Optional<Problem> stale =
                    commits.guarded(
                            () -> commits.commit(hosted.provider(), hosted.basis(), first.plan()));
            if (stale.isEmpty()) {
                owe(difference(hosted, first.zone()), first.plan(), owed);
            } else {
                commits.guarded(() -> {
                    patience.againAfter(stale.get());
                    return stale;
                });
            }
        }
    }

    private List<Hosted> read() {
        return copies.stream().map(this::read).toList();
    }

    private Hosted read(ZoneContents copy) {
        ZoneProvider provider =
                hosting.provider(copy.apex())
                        .orElseThrow(() ->
                                Failure.input(
                                        copy.apex().toString(true),
                                        "no place is known that hosts it",
                                        "name it: --server HOST, --route53, --zones DIR"));
        var nothing = new ZoneContents(copy.apex(), provider.place(), List.of(), List.of());
        var asked = new TreeSet<Question>(difference(copy, nothing).questions());
        Reading basis = provider.read(asked);
        if (!basis.zone().apex().equals(copy.apex())) {
            throw Failure.input(
                    copy.source(),
                    "holds "
                            + copy.apex().toString(true)
                            + ", which is part of "
                            + basis.zone().apex().toString(true)
                            + " in "
                            + provider.place(),
                    "name the place of that very zone");
        }
        while (!basis.whole() && asked.addAll(difference(copy, basis.zone()).questions())) {
            basis = provider.read(asked);
        }
        return new Hosted(provider, basis, copy);
    }

    private MeshDifference difference(ZoneContents copy, ZoneContents actual) {
        return new MeshDifference(copy, actual, limits.meshes(), limits.manageEndpoint());
    }

    private MeshDifference difference(Hosted hosted, ZoneContents actual) {
        return difference(hosted.copy(), actual);
    }

    /**
     * The plans in their order, each made on what those before it leave.
     *
     * @param owed hosts whose addresses changed, which their lists have not been told of
     */
    private List<Planned> sequence(List<Hosted> zones, Set<Name> owed) {
        List<Planned> whole = new ArrayList<>();
        zones.forEach(zone -> plan(zone, zone.basis().zone(), Step.ALL, owed, whole));
        if (whole.size() < 2) {
            return whole;
        }
        var plans = new ArrayList<Planned>();
        var owing = new HashSet<>(owed);
        for (Step step : Step.values()) {
            for (Hosted zone : zones) {
                List<ZonePlan> before =
                        plans.stream()
                                .map(Planned::plan)
                                .filter(plan -> plan.zone().equals(zone.apex()))
                                .toList();
                ZoneContents then = ProjectedZone.of(zone.basis().zone(), before);
                int made = plans.size();
                plan(zone, then, step, step == Step.GIVEN ? Set.of() : owing, plans);
                if (plans.size() > made) {
                    owe(difference(zone, then), plans.getLast().plan(), owing);
                }
            }
        }
        return plans;
    }

    private void plan(
            Hosted hosted, ZoneContents zone, Step step, Set<Name> owed, List<Planned> plans) {
        MeshDifference difference = difference(hosted, zone);
        String purpose = "push " + hosted.apex().toString(true);
        ZonePlan plan = difference.plan(purpose, step, Set.copyOf(owed));
        if (!plan.isEmpty()) {
            plans.add(new Planned(hosted, zone, plan));
        }
    }

    /** Notes hosts that lists of other zones have to be told of. */
    private static void owe(MeshDifference difference, ZonePlan plan, Set<Name> owed) {
        owed.addAll(difference.moved(plan));
        if (difference.raises(plan)) {
            owed.removeIf(difference::lists);
        }
    }

    private void guard(List<Planned> plans) {
        List<Problem> problems =
                plans.stream()
                        .flatMap(
                                it -> new ZoneGuard(it.zone(), limits).problems(it.plan()).stream())
                        .distinct()
                        .toList();
        if (!problems.isEmpty()) {
            throw new Failure(Failure.Kind.REFUSED, problems);
        }
    }

    /** A place that gives back other records than it was sent would be sent them for ever. */
    private static void requireNew(List<Planned> plans, List<Receipt> receipts) {
        if (plans.isEmpty() || receipts.isEmpty()) {
            return;
        }
        ZonePlan next = plans.getFirst().plan();
        boolean again =
                receipts.stream()
                        .map(Receipt::plan)
                        .filter(plan -> plan.zone().equals(next.zone()))
                        .anyMatch(plan -> sameBut(plan, next));
        if (again) {
            throw Failure.refused(
                    plans.getFirst().hosted().provider().place(),
                    "does not keep what it was sent: " + next.changes().getFirst().question(),
                    "see what it holds: wg-mesh diff");
        }
    }

    /** Whether both make the same of the same names; revisions apart. */
    private static boolean sameBut(ZonePlan one, ZonePlan other) {
        return !made(one).isEmpty() && made(one).equals(made(other));
    }

    private static List<String> made(ZonePlan plan) {
        return plan.changes().stream()
                .filter(change -> !MeshOwner.isRevision(change.question()))
                .map(change -> change.question() + " " + change.gained())
                .toList();
    }
}
