package dev.wgmesh.provision;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.Condition;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.plan.MeshNames;
import dev.wgmesh.plan.ZoneDifference;
import dev.wgmesh.plan.ZoneGuard;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.xbill.DNS.Name;

/**
 * The changes of a command, a plan a zone. The order in which zones are named last is the order in
 * which they are committed; what concerns one zone is one plan.
 */
final class ZonePlanBuilder {
    private final MeshSnapshot view;
    private final String purpose;
    private final GuardLimits limits;
    private final LinkedHashMap<Name, ZoneChanges> zones = new LinkedHashMap<>();

    /** The difference of one zone, and what it is committed under. */
    private record ZoneChanges(
            HostedZone zone, ZoneDifference difference, List<Condition> conditions) {}

    /**
     * Creates a builder with no changes yet.
     *
     * @param list that is touched, there or not
     * @param endpointHosts names whose A and AAAA records may be changed
     * @param limits of members that may be removed or changed at once
     */
    ZonePlanBuilder(
            MeshSnapshot view,
            String purpose,
            MeshName list,
            Set<Name> endpointHosts,
            GuardLimits limits) {
        this.view = view;
        this.purpose = purpose;
        var lists = new ArrayList<MeshName>(List.of(list));
        view.mesh().lists().forEach(known -> lists.add(known.name()));
        this.limits = limits.withMeshes(MeshNames.of(lists)).withEndpointHosts(endpointHosts);
    }

    /**
     * Returns the difference of the zone that holds the name, which from now on is the last in
     * order.
     */
    ZoneDifference differenceFor(Name name) {
        return editOf(name).difference();
    }

    /** Commits what concerns the zone of that name only under these conditions. */
    void addConditions(Name name, List<Condition> conditions) {
        editOf(name).conditions().addAll(conditions);
    }

    private ZoneChanges editOf(Name name) {
        HostedZone zone = view.zoneOf(name);
        Name apex = zone.zone().apex();
        ZoneChanges edit =
                Optional.ofNullable(zones.remove(apex))
                        .orElseGet(() ->
                                new ZoneChanges(
                                        zone, new ZoneDifference(zone.zone()), new ArrayList<>()));
        zones.put(apex, edit);
        return edit;
    }

    /**
     * Returns the plans in their order, some of them perhaps empty.
     *
     * @throws Failure REFUSED by a guard
     */
    List<CommitLoop.Step> steps() {
        var problems = new ArrayList<Problem>();
        var steps = new ArrayList<CommitLoop.Step>();
        for (ZoneChanges edit : zones.values()) {
            ZonePlan plan = plan(edit);
            problems.addAll(new ZoneGuard(edit.zone().zone(), limits).problems(plan));
            steps.add(new CommitLoop.Step(edit.zone(), plan));
        }
        Failure.throwIfAny(Failure.Kind.REFUSED, problems);
        return steps;
    }

    /**
     * Returns the plan of a zone. A change carries its own condition, so a condition on it is left
     * out.
     */
    private ZonePlan plan(ZoneChanges edit) {
        var changes = edit.difference().changes();
        var changed = changes.stream().map(change -> change.question()).collect(Collectors.toSet());
        List<Condition> conditions =
                edit.conditions().stream()
                        .distinct()
                        .filter(condition -> !changed.contains(condition.question()))
                        .toList();
        return new ZonePlan(
                edit.zone().zone().apex(),
                purpose,
                changes.isEmpty() ? List.of() : conditions,
                changes);
    }
}
