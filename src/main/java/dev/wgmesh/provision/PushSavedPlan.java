package dev.wgmesh.provision;

import dev.wgmesh.model.HostName;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.plan.HostedPlan;
import dev.wgmesh.plan.ProjectedZone;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.StaleConditions;
import dev.wgmesh.plan.ZoneGuard;
import dev.wgmesh.plan.ZoneLocation;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneProvider.Reading;
import dev.wgmesh.zone.MeshOwner;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Commits plans exactly as they were saved, or not at all: they are checked against their zones as
 * they are now, all of them before the first is committed, and never made anew.
 */
public final class PushSavedPlan {
    private final BiFunction<ZoneLocation, Name, ZoneProvider> places;
    private final List<HostedPlan> plans;
    private final GuardLimits limits;

    /**
     * A push that has not been checked yet.
     *
     * @param places opens the place that hosts a zone
     * @param plans at least one, in the order in which they are committed
     */
    public PushSavedPlan(
            BiFunction<ZoneLocation, Name, ZoneProvider> places,
            List<HostedPlan> plans,
            GuardLimits limits) {
        this.places = places;
        this.plans = List.copyOf(plans);
        // Who made the plan asked for the endpoints in it, and only members have any.
        this.limits =
                new GuardLimits(
                        limits.meshes(),
                        limits.endpointHosts(),
                        true,
                        limits.maxDelete(),
                        limits.maxChange(),
                        limits.dissolved());
    }

    /** A place, opened once for all its plans. */
    private record Place(ZoneLocation host, Name apex) {}

    /**
     * Finds out whether all of them can be committed now; nothing is changed.
     *
     * @throws Failure REFUSED with every RRset that is no longer what a plan was made from, and by
     *     a guard; UNREADABLE where a zone cannot be read
     */
    public void check() {
        check(open());
    }

    private Map<Place, ZoneProvider> open() {
        var opened = new HashMap<Place, ZoneProvider>();
        plans.forEach(
                plan -> opened.computeIfAbsent(place(plan), p -> places.apply(p.host, p.apex)));
        return opened;
    }

    private static ZoneProvider at(Map<Place, ZoneProvider> opened, Place place) {
        return Optional.ofNullable(opened.get(place)).orElseThrow();
    }

    private static Place place(HostedPlan plan) {
        return new Place(plan.host(), plan.plan().zone());
    }

    private void check(Map<Place, ZoneProvider> opened) {
        var problems = new ArrayList<Problem>();
        var zones = new HashMap<Place, ZoneContents>();
        for (HostedPlan it : plans) {
            Place place = place(it);
            ZoneContents zone =
                    zones.computeIfAbsent(place, p -> at(opened, p).read(questions(p)).zone());
            if (!zone.apex().equals(it.plan().zone())) {
                throw Failure.refused(
                        it.host().toString(),
                        "hosts "
                                + zone.apex().toString(true)
                                + ", not "
                                + it.plan().zone().toString(true),
                        "make the plan anew");
            }
            problems.addAll(StaleConditions.of(zone, it.plan()));
            problems.addAll(new ZoneGuard(zone, limits).problems(it.plan()));
            zones.put(place, ProjectedZone.of(zone, List.of(it.plan())));
        }
        if (!problems.isEmpty()) {
            throw new Failure(Failure.Kind.REFUSED, problems.stream().distinct().toList());
        }
    }

    /** What the plans of a place are decided on, and who is a member there. */
    private Set<Question> questions(Place place) {
        var questions = new TreeSet<Question>();
        for (HostedPlan it : plans) {
            if (place(it).equals(place)) {
                questions.addAll(StaleConditions.basis(it.plan()).keySet());
            }
        }
        var hosts =
                questions.stream()
                        .filter(question -> question.type() != Type.TXT)
                        .map(Question::owner)
                        .filter(owner -> HostName.parse(owner.toString(true)).isPresent())
                        .map(owner -> new Question(MeshOwner.wireguard(owner), Type.TXT))
                        .toList();
        questions.addAll(hosts);
        return questions;
    }

    /**
     * Commits them.
     *
     * @return receipts in their order
     * @throws Failure as {@link #check} with nothing changed; PARTIAL where some were committed and
     *     the next could not be
     */
    public List<Receipt> run(CommitListener oversight) throws InterruptedException {
        Map<Place, ZoneProvider> opened = open();
        check(opened);
        oversight.approveAll(plans.stream().map(HostedPlan::plan).toList());
        var commits = new Commits(oversight);
        for (HostedPlan it : plans) {
            commits.guarded(() -> {
                commit(commits, at(opened, place(it)), it);
                return it;
            });
        }
        return commits.awaited();
    }

    private void commit(Commits commits, ZoneProvider provider, HostedPlan it) {
        ZonePlan plan = it.plan();
        Set<Question> questions = questions(place(it));
        Reading basis = provider.read(questions);
        requireFresh(basis.zone(), plan);
        Optional<Problem> stale = commits.commit(provider, basis, plan);
        while (stale.isPresent()) {
            // Another record of the zone may have changed in between, which is none of the plan's.
            Reading again = provider.read(questions);
            requireFresh(again.zone(), plan);
            if (again.version().equals(basis.version())) {
                throw new Failure(Failure.Kind.REFUSED, List.of(stale.get()));
            }
            basis = again;
            stale = commits.commit(provider, basis, plan);
        }
    }

    private static void requireFresh(ZoneContents zone, ZonePlan plan) {
        List<Problem> differing = StaleConditions.of(zone, plan);
        if (!differing.isEmpty()) {
            throw new Failure(Failure.Kind.REFUSED, differing);
        }
    }
}
