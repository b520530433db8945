package dev.wgmesh.provision;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Policy;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.MeshRecords;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.PolicyText;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/** A join as plans for the zones that hold the member's records and its list. */
final class JoinPlanner {
    /** Members of a list from which on a sub-list is offered. */
    private static final int SUB_LIST_FROM = 90;

    /** Negative caching from which on join warns: that of Route53's own SOA. */
    private static final Duration LONG_NEGATIVE = Duration.ofMinutes(15);

    private final JoinRequest request;
    private final MeshSnapshot view;
    private final Signing signing;
    private final Optional<Member> present;

    JoinPlanner(JoinRequest request, MeshSnapshot view, Signing signing) {
        this.signing = signing;
        this.request = request;
        this.view = view;
        this.present = view.publishedMember();
    }

    /**
     * Returns the join, decided, checked and guarded.
     *
     * @param done receipts of what this join has committed already
     * @throws Failure as {@link JoinDecision#decide()}, and REFUSED by a guard
     */
    Join.JoinAttempt plan(List<Receipt> done, Runnable keepKey) {
        var decided = new JoinDecision(request, view, !done.isEmpty()).decide();
        JoinTarget target = decided.target();
        HostName host = request.host();
        Set<Name> endpoints =
                request.endpoints().isEmpty() ? Set.of() : Set.of(Question.name(host));
        var edits =
                new ZonePlanBuilder(
                        view, "join " + host, target.list(), endpoints, GuardLimits.NONE);
        var records =
                new MeshRecords(request.ttl().orElseGet(() -> view.recordTtl(target.chain())));
        Optional<Problem> unsigned = addHostRecords(edits, records, decided);
        addListRecords(edits, records, decided, done);
        boolean fresh =
                request.key() instanceof KeyRequest.GeneratedKey(PublicKey key)
                        && key.equals(decided.key());
        return new Join.JoinAttempt(
                target.list(),
                decided.key(),
                decided.addresses(),
                edits.steps(),
                warnings(target, decided.warnings(), unsigned),
                fresh ? keepKey : () -> {});
    }

    private Optional<Problem> addHostRecords(
            ZonePlanBuilder edits, MeshRecords records, JoinDecision.MemberSettings decided) {
        HostName host = request.host();
        var edit = new MemberEdit(host, records, edits.differenceFor(OwnerNames.wireguard(host)));
        edit.key(decided.key());
        edit.addresses(decided.addresses());
        if (!decided.target().listed()) {
            edit.addEndpoints(request.endpoints(), decided.port());
        }
        Metadata there = present.map(Member::metadataOrNone).orElse(Metadata.NONE);
        Metadata merged = merged(there);
        if (!merged.equals(there)) {
            edit.metadata(merged);
        }
        return new SignatureUpdate(signing, view, host)
                .write(edit, decided.key(), decided.addresses(), merged);
    }

    private Metadata merged(Metadata there) {
        Metadata requested = request.metadata();
        return new Metadata(
                requested.site().or(there::site),
                requested.nat().or(there::nat),
                Stream.concat(there.nets().stream(), requested.nets().stream()).toList(),
                there.nextKey(),
                requested.services().or(there.services()),
                there.other());
    }

    private void addListRecords(
            ZonePlanBuilder edits,
            MeshRecords records,
            JoinDecision.MemberSettings decided,
            List<Receipt> done) {
        JoinTarget target = decided.target();
        List<IpAddress> had = present.map(m -> m.addresses().all()).orElse(List.of());
        boolean kept = target.listed() && had.equals(decided.addresses());
        if (!kept || !isConfirmed(done, target.list())) {
            entry(edits, records, target);
        }
        target.newList()
                .ifPresent(newList -> createSubList(edits, records, target.list(), newList));
    }

    private void entry(ZonePlanBuilder edits, MeshRecords records, JoinTarget target) {
        Name list = Question.name(target.list());
        RevisionGuard guard =
                target.newList()
                        .map(f -> RevisionGuard.below(view, target.list(), f.parent()))
                        .orElseGet(() -> RevisionGuard.of(view, target.list()));
        var edit = edits.differenceFor(list);
        if (!target.listed()) {
            edit.add(records.entry(target.list(), request.host()));
        }
        guard.incrementRevisions(edit, records);
        edits.addConditions(list, guard.conditions());
    }

    /** Returns whether the list's zone has checked the addresses that this join wrote last. */
    private boolean isConfirmed(List<Receipt> done, MeshName list) {
        Name revision = OwnerNames.revision(list);
        Name own = OwnerNames.wireguard(request.host());
        boolean confirmed = true;
        for (Receipt receipt : done) {
            var names = receipt.plan().changes().stream().map(c -> c.question().owner()).toList();
            confirmed = names.contains(revision) || confirmed && !names.contains(own);
        }
        return confirmed;
    }

    /** The sub-list's policy, and last the PTR record that makes it one. */
    private void createSubList(
            ZonePlanBuilder edits, MeshRecords records, MeshName list, JoinTarget.NewList newList) {
        var policy = new Policy(newList.pools(), List.of(), Optional.empty(), Optional.empty());
        edits.differenceFor(Question.name(list))
                .replace(PolicyText.question(list), records.policy(list, policy));
        Name parent = Question.name(newList.parent());
        boolean elsewhere = !view.isSameZone(parent, Question.name(list));
        var edit = edits.differenceFor(parent);
        edit.add(records.subList(newList.parent(), list));
        if (elsewhere) {
            RevisionGuard guard = RevisionGuard.of(view, newList.parent());
            guard.incrementRevisions(edit, records);
            edits.addConditions(parent, guard.conditions());
        }
    }

    private List<Problem> warnings(
            JoinTarget target, List<Problem> decided, Optional<Problem> unsigned) {
        MeshName list = target.list();
        var warnings = new ArrayList<>(decided);
        warnings.addAll(view.warnings());
        unsigned.ifPresent(warnings::add);
        if (!target.listed()) {
            negativeCaching().ifPresent(warnings::add);
        }
        int members = view.listRecords(list).map(set -> set.records().size()).orElse(0);
        if (members >= SUB_LIST_FROM) {
            warnings.add(
                    new Problem(
                            list.text(),
                            "lists " + members + " members; BIND fails above 100",
                            "add the next members to a sub-list: --sublist NAME --pool CIDR"));
        }
        return warnings;
    }

    /**
     * Returns a warning where a node that looked for the member before may go on without it (RFC
     * 2308).
     */
    private Optional<Problem> negativeCaching() {
        ZoneContents zone = view.zoneOf(OwnerNames.wireguard(request.host())).zone();
        return zone.negativeTtl()
                .filter(ttl -> ttl.compareTo(LONG_NEGATIVE) >= 0)
                .map(ttl ->
                        new Problem(
                                zone.apex().toString(true) + " SOA",
                                "lets resolvers cache for "
                                        + ttl.toSeconds()
                                        + " s that a name does not exist: a resolver that asked for "
                                        + request.host()
                                        + " before the join returns the new records only after that time",
                                "lower the last field of the SOA, or its TTL"));
    }
}
