package dev.wgmesh.provision;

import dev.wgmesh.model.HostName;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.plan.HostedPlan;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.ProjectedZone;
import dev.wgmesh.plan.StaleConditions;
import dev.wgmesh.plan.ZoneGuard;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Commits plans exactly as they were saved, or not at all: they are checked against their zones as
 * they are now, all of them before the first is committed, and never made anew.
 */
public final class SavedPlanPush {
    private final OpenedZones zones;
    private final List<HostedPlan> plans;
    private final GuardLimits limits;

    /**
     * Creates a push that has not been checked yet.
     *
     * @param open opens the place that hosts a zone
     * @param plans at least one, in the order in which they are committed
     */
    public SavedPlanPush(
            BiFunction<Location.KnownHost, Name, ZoneProvider> open,
            List<HostedPlan> plans,
            GuardLimits limits) {
        this.zones = new OpenedZones(open);
        this.plans = List.copyOf(plans);
        // Who made the plan asked for the endpoints in it, and only members have any.
        this.limits =
                new GuardLimits(
                        limits.meshes(),
                        limits.endpointHosts(),
                        true,
                        limits.maxDelete(),
                        limits.maxChange(),
                        limits.removableLists());
    }

    /**
     * Returns what would be committed now; nothing is changed.
     *
     * @throws Failure REFUSED with every RRset that is no longer what a plan was made from, and by
     *     a guard; UNREADABLE where a zone cannot be read
     */
    public CommitResult plan() {
        return CommitLoop.plan(this::decide).result();
    }

    /**
     * Commits them.
     *
     * @throws Failure as {@link #plan} with nothing changed; PARTIAL where some were committed and
     *     the next could not be
     */
    public CommitResult run(RetryPolicy retry, CommitListener listener)
            throws InterruptedException {
        return new CommitLoop<SavedAttempt>(retry, listener).run(this::decide).result();
    }

    /** Returns the plans that are left, checked against their zones as they are now. */
    private SavedAttempt decide(CommitLoop.Done<SavedAttempt> done) {
        List<HostedPlan> left = plans.subList(done.commits().size(), plans.size());
        var steps = new ArrayList<CommitLoop.Step>();
        var problems = new ArrayList<Problem>();
        var read = new HashMap<OpenedZones.Key, HostedZone>();
        var projected = new HashMap<OpenedZones.Key, ZoneContents>();
        for (HostedPlan it : left) {
            OpenedZones.Key key = key(it);
            HostedZone zone = read.computeIfAbsent(key, k -> zones.read(k, questions(left, k)));
            ZoneContents then = projected.getOrDefault(key, zone.zone());
            problems.addAll(StaleConditions.of(then, it.plan()));
            problems.addAll(new ZoneGuard(then, limits).problems(it.plan()));
            projected.put(key, ProjectedZone.of(then, List.of(it.plan())));
            steps.add(new CommitLoop.Step(zone, it.plan()));
        }
        Failure.throwIfAny(Failure.Kind.REFUSED, problems.stream().distinct().toList());
        return new SavedAttempt(steps);
    }

    private static OpenedZones.Key key(HostedPlan plan) {
        return new OpenedZones.Key(plan.host(), plan.plan().zone());
    }

    /** Returns what the plans of a zone are decided on, and who is a member there. */
    private static Set<Question> questions(List<HostedPlan> plans, OpenedZones.Key key) {
        var questions = new TreeSet<Question>();
        for (HostedPlan it : plans) {
            if (key(it).equals(key)) {
                questions.addAll(StaleConditions.expected(it.plan()).keySet());
            }
        }
        var hosts =
                questions.stream()
                        .filter(question -> question.type() != Type.TXT)
                        .map(Question::owner)
                        .filter(owner -> HostName.parse(owner.toString(true)).isPresent())
                        .map(owner -> new Question(OwnerNames.wireguard(owner), Type.TXT))
                        .toList();
        questions.addAll(hosts);
        return questions;
    }

    /** The plans that are left. */
    private record SavedAttempt(List<CommitLoop.Step> steps) implements CommitLoop.Decision {
        @Override
        public String unfinished() {
            return "some of the saved plans are committed, others are not";
        }

        @Override
        public String resume() {
            return "fix the problem below, then save a new plan with --out and push the new plan";
        }
    }
}
