package dev.wgmesh.provision;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.plan.ExcludedMembers;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.MeshRecords;
import dev.wgmesh.zone.PolicyText;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TxtStrings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * The change of a list's policy, as a plan for its zone: checked against the members, the other
 * lists and the other meshes of the zone, and committed only while list and revision are what was
 * read, as a policy decides which addresses may be given.
 */
final class PolicyPlanner {
    private final MeshSnapshot view;
    private final MeshName list;
    private final PolicyExceptions exceptions;

    PolicyPlanner(MeshSnapshot view, MeshName list, PolicyExceptions exceptions) {
        this.view = view;
        this.list = list;
        this.exceptions = exceptions;
    }

    /** Returns the policy that the list has. */
    Policy present() {
        return view.list(list).isPresent() ? view.policies(list).getFirst() : Policy.NONE;
    }

    /**
     * Returns the change of the policy, one step; empty where there is nothing to change.
     *
     * @throws Failure INPUT where the pools overlap or are too small; REFUSED where they must not
     *     be used, or leave out a member; UNREADABLE where that cannot be decided
     */
    List<CommitLoop.Step> steps(String purpose, Policy after) {
        Policy before = present();
        if (after.equals(before)) {
            return List.of();
        }
        Failure.throwIfAny(Failure.Kind.INPUT, PoolChecks.sizes(after.pools()));
        List<Prefix> added =
                after.pools().stream().filter(pool -> !before.pools().contains(pool)).toList();
        var checks = new PoolChecks(view, list);
        var problems = new ArrayList<>(PoolChecks.ranges(added, exceptions.publicPools()));
        problems.addAll(checks.conflicts(added));
        problems.addAll(checks.abandoned(after.pools()));
        boolean binds =
                !(after.pools().equals(before.pools()) && after.allow().equals(before.allow()));
        if (binds && !exceptions.membersOutside()) {
            outside(after).ifPresent(problems::add);
        }
        Failure.throwIfAny(Failure.Kind.REFUSED, problems);
        return write(purpose, after);
    }

    private List<CommitLoop.Step> write(String purpose, Policy after) {
        var edits = new ZonePlanBuilder(view, purpose, list, Set.of(), GuardLimits.NONE);
        var owner = Question.name(list);
        Question question = PolicyText.question(list);
        Optional<RRset> had = view.zoneOf(owner).zone().rrset(question);
        Duration ttl = after.ttl().orElseGet(() -> view.recordTtl(view.listAndAncestors(list)));
        var records = new MeshRecords(ttl);
        var wanted = new ArrayList<Record>(records.policy(list, after));
        // Keys that this version does not know stay.
        had.stream()
                .flatMap(set -> set.dnsRecords().stream())
                .filter(record -> !PolicyText.isKnown(TxtStrings.of((TXTRecord) record)))
                .forEach(wanted::add);
        edits.differenceFor(owner).replace(question, wanted);
        RevisionGuard guard = RevisionGuard.of(view, list);
        boolean listed = guard.zone().rrset(Question.of(list.text(), Type.TXT)).isPresent();
        if (listed || had.isPresent() || view.listAndAncestors(list).size() > 1) {
            guard.incrementRevisions(edits.differenceFor(owner), records);
        }
        edits.addConditions(owner, guard.conditions());
        return edits.steps();
    }

    /**
     * Returns the members whose addresses or nets are permitted now and would not be.
     *
     * @throws Failure UNREADABLE where the addresses of a member cannot be read
     */
    private Optional<Problem> outside(Policy after) {
        var excluded = ExcludedMembers.of(view.mesh(), list, after);
        Optional<Problem> problem =
                excluded.problem(
                        list,
                        "add a --pool or --allow for them, or accept it with --allow-outside");
        if (problem.isEmpty()) {
            Failure.throwIfAny(
                    Failure.Kind.UNREADABLE,
                    excluded.unreadable(
                            "give its zone (--zones DIR) or a resolver (--resolver HOST), or accept"
                                    + " it with --allow-outside"));
        }
        return problem;
    }
}
