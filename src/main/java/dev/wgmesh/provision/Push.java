package dev.wgmesh.provision;

import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.plan.MeshDifference;
import dev.wgmesh.plan.MeshDifference.Stage;
import dev.wgmesh.plan.ProjectedZone;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZoneGuard;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
    private List<Problem> unnamedLists = List.of();

    /**
     * Creates a push that has not been decided yet.
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
    private record Target(HostedZone hosted, ZoneContents copy) {
        Name apex() {
            return copy.apex();
        }
    }

    /** A plan, and the zone as the plans before it leave it. */
    private record PushStep(Target target, ZoneContents zone, ZonePlan plan) {}

    /**
     * What differs, decided on one reading of the zones.
     *
     * @param owed hosts whose addresses changed, where no list that names them was raised since
     */
    private record PushAttempt(List<PushStep> plans, Set<Name> owed)
            implements CommitLoop.Decision {
        @Override
        public List<CommitLoop.Step> steps() {
            return plans.stream()
                    .map(it -> new CommitLoop.Step(it.target().hosted(), it.plan()))
                    .toList();
        }

        @Override
        public String unfinished() {
            return "some of the zones are changed, others are not";
        }
    }

    /**
     * Returns what differs now, in the order in which it would be committed; no guard is asked.
     *
     * @throws Failure UNREADABLE, or INPUT where no place is known that hosts a zone
     */
    public List<ZonePlan> difference() {
        return orderedPlans(read(), Set.of()).stream().map(PushStep::plan).toList();
    }

    /**
     * Returns what would be committed now; nothing is changed.
     *
     * @throws Failure as {@link #difference}, and REFUSED by a guard
     */
    public CommitResult plan() {
        return CommitLoop.plan(this::decide).result();
    }

    /**
     * Commits it.
     *
     * @throws Failure as {@link #plan} with nothing changed; PARTIAL where a zone was changed and
     *     another could not be
     */
    public CommitResult run(RetryPolicy retry, CommitListener listener)
            throws InterruptedException {
        return new CommitLoop<PushAttempt>(retry, listener).run(this::decide).result();
    }

    /**
     * Returns a problem for each list of the copies that looks like a mesh and is left out; call it
     * after one of the others.
     */
    public List<Problem> unnamedLists() {
        return unnamedLists;
    }

    private PushAttempt decide(CommitLoop.Done<PushAttempt> done) {
        Set<Name> owed = done.last().map(this::owedAfter).orElse(Set.of());
        List<PushStep> plans = orderedPlans(read(), owed);
        guard(plans);
        requireProgress(plans, done.receipts());
        return new PushAttempt(plans, owed);
    }

    /** Returns what the commit of the attempt's first plan leaves owed. */
    private Set<Name> owedAfter(PushAttempt attempt) {
        PushStep committed = attempt.plans().getFirst();
        var owed = new HashSet<>(attempt.owed());
        noteMovedHosts(difference(committed.target(), committed.zone()), committed.plan(), owed);
        return Set.copyOf(owed);
    }

    private List<Target> read() {
        List<Target> zones = copies.stream().map(this::read).toList();
        unnamedLists =
                zones.stream()
                        .flatMap(it -> difference(it, it.hosted().zone()).unnamedLists().stream())
                        .toList();
        return zones;
    }

    private Target read(ZoneContents copy) {
        ZoneProvider provider =
                hosting.provider(copy.apex())
                        .orElseThrow(() ->
                                Failure.input(
                                        copy.apex().toString(true),
                                        "the place that hosts the zone is unknown",
                                        "name the place: --server HOST, --route53, --zones DIR"));
        var nothing = new ZoneContents(copy.apex(), provider.description(), List.of(), List.of());
        var asked = new TreeSet<Question>(difference(copy, nothing).questions());
        HostedZone hosted = HostedZone.read(provider, asked);
        if (!hosted.zone().apex().equals(copy.apex())) {
            throw Failure.input(
                    copy.source(),
                    "holds "
                            + copy.apex().toString(true)
                            + ", which is part of "
                            + hosted.zone().apex().toString(true)
                            + " in "
                            + provider.description(),
                    "name the place that hosts this zone");
        }
        while (!hosted.whole() && asked.addAll(difference(copy, hosted.zone()).questions())) {
            hosted = HostedZone.read(provider, asked);
        }
        return new Target(hosted, copy);
    }

    private MeshDifference difference(ZoneContents copy, ZoneContents actual) {
        return new MeshDifference(copy, actual, limits.meshes(), limits.manageEndpoint());
    }

    private MeshDifference difference(Target target, ZoneContents actual) {
        return difference(target.copy(), actual);
    }

    /**
     * Returns the plans in their order, each made on what those before it leave.
     *
     * @param owed hosts whose addresses changed, whose lists have no new revision yet
     */
    private List<PushStep> orderedPlans(List<Target> zones, Set<Name> owed) {
        List<PushStep> whole = new ArrayList<>();
        zones.forEach(zone -> plan(zone, zone.hosted().zone(), Stage.ALL, owed, whole));
        if (whole.size() < 2) {
            return whole;
        }
        var plans = new ArrayList<PushStep>();
        var owing = new HashSet<>(owed);
        for (Stage step : Stage.values()) {
            for (Target zone : zones) {
                List<ZonePlan> before =
                        plans.stream()
                                .map(PushStep::plan)
                                .filter(plan -> plan.zone().equals(zone.apex()))
                                .toList();
                ZoneContents then = ProjectedZone.of(zone.hosted().zone(), before);
                int made = plans.size();
                plan(zone, then, step, step == Stage.ADDITIONS ? Set.of() : owing, plans);
                if (plans.size() > made) {
                    noteMovedHosts(difference(zone, then), plans.getLast().plan(), owing);
                }
            }
        }
        return plans;
    }

    private void plan(
            Target target, ZoneContents zone, Stage step, Set<Name> owed, List<PushStep> plans) {
        MeshDifference difference = difference(target, zone);
        String purpose = "push " + target.apex().toString(true);
        ZonePlan plan = difference.plan(purpose, step, Set.copyOf(owed));
        if (!plan.isEmpty()) {
            plans.add(new PushStep(target, zone, plan));
        }
    }

    /** Notes hosts whose lists in other zones need a new revision. */
    private static void noteMovedHosts(MeshDifference difference, ZonePlan plan, Set<Name> owed) {
        owed.addAll(difference.hostsWithChangedClaims(plan));
        if (difference.incrementsRevision(plan)) {
            owed.removeIf(difference::isListed);
        }
    }

    private void guard(List<PushStep> plans) {
        List<Problem> problems =
                plans.stream()
                        .flatMap(
                                it -> new ZoneGuard(it.zone(), limits).problems(it.plan()).stream())
                        .distinct()
                        .toList();
        Failure.throwIfAny(Failure.Kind.REFUSED, problems);
    }

    /** A place that gives back other records than it was sent would be sent them for ever. */
    private static void requireProgress(List<PushStep> plans, List<Receipt> receipts) {
        if (plans.isEmpty() || receipts.isEmpty()) {
            return;
        }
        ZonePlan next = plans.getFirst().plan();
        boolean again =
                receipts.stream()
                        .map(Receipt::plan)
                        .filter(plan -> plan.zone().equals(next.zone()))
                        .anyMatch(plan -> isSameExceptRevisions(plan, next));
        if (again) {
            throw Failure.refused(
                    plans.getFirst().target().hosted().zone().source(),
                    "does not keep the records that it accepted: "
                            + next.changes().getFirst().question(),
                    "compare the records: wg-mesh diff");
        }
    }

    /** Returns whether both make the same of the same names; revisions apart. */
    private static boolean isSameExceptRevisions(ZonePlan one, ZonePlan other) {
        return !withoutRevisions(one).isEmpty()
                && withoutRevisions(one).equals(withoutRevisions(other));
    }

    private static List<String> withoutRevisions(ZonePlan plan) {
        return plan.changes().stream()
                .filter(change -> !OwnerNames.isRevision(change.question()))
                .map(change -> change.question() + " " + change.addedRecords())
                .toList();
    }
}
