package dev.wgmesh.plan;

import dev.wgmesh.mesh.RemovalGuard;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.SchemaRecord.Part;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneAnswer;
import dev.wgmesh.zone.ZoneContents;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Type;

/**
 * What a plan may do to a zone, whoever made it: write records of the schema and nothing else, keep
 * every list, and touch few members at once.
 */
public final class ZoneGuard {
    /**
     * Records in one RRset at the most: above it BIND does not load the zone, nor answer as a
     * resolver (max-records-per-type).
     */
    public static final int MAX_RECORDS = 100;

    /** Of this many members or more, only a part may be touched at once. */
    static final int MANY = 10;

    /** That part, in percent. */
    static final int PERCENT = 30;

    private final ZoneContents zone;
    private final GuardLimits limits;

    /** Creates the guard of a zone as it was read. */
    public ZoneGuard(ZoneContents zone, GuardLimits limits) {
        this.zone = zone;
        this.limits = limits;
    }

    /**
     * Creates the guard of a zone of which nothing unusual is asked. Meshes are {@code _p2p.…} and
     * those on whose revision or policy the plan is conditional.
     *
     * @param endpointHosts names whose A and AAAA records may be changed, as they were asked for
     */
    public ZoneGuard(ZoneContents zone, Set<Name> endpointHosts) {
        this(zone, GuardLimits.NONE.withEndpointHosts(endpointHosts));
    }

    /**
     * Throws if the plan must not be committed.
     *
     * @throws Failure REFUSED with everything in it that must not be done
     */
    public void require(ZonePlan plan) {
        List<Problem> problems = problems(plan);
        Failure.throwIfAny(Failure.Kind.REFUSED, problems);
    }

    /** Returns everything in the plan that must not be done; empty: it may be committed. */
    public List<Problem> problems(ZonePlan plan) {
        MeshNames meshes =
                limits.meshes()
                        .withMeshesOf(plan)
                        .withSubLists(
                                Stream.concat(
                                                zone.rrsets(set -> set.is(Type.PTR)),
                                                plan.changes().stream()
                                                        .flatMap(c -> c.newRRset().stream()))
                                        .toList());
        Set<Name> members = limits.manageEndpoint() ? MemberNames.of(zone, plan, meshes) : Set.of();
        var problems = new ArrayList<Problem>();
        for (RRsetChange change : plan.changes()) {
            Question question = change.question();
            owner(question, meshes, members).ifPresent(problems::add);
            change.newRRset().flatMap(ZoneGuard::size).ifPresent(problems::add);
            if (change.newRRset().isEmpty()) {
                emptied(question, meshes, plan).ifPresent(problems::add);
            }
        }
        if (MemberCount.touchesNone(zone, plan, meshes)) {
            return problems;
        }
        MemberCount count = MemberCount.of(zone, plan, meshes);
        tooMany(count.removed(), count.listed(), limits.maxDelete(), "removed", "--max-delete")
                .ifPresent(problems::add);
        tooMany(count.changed(), count.present(), limits.maxChange(), "changed", "--max-change")
                .ifPresent(problems::add);
        return problems;
    }

    /**
     * Returns why the plan must not write at the owner; empty: it may.
     *
     * @param members whose endpoint addresses may be changed
     */
    private Optional<Problem> owner(Question question, MeshNames meshes, Set<Name> members) {
        Name owner = question.owner();
        if (!owner.subdomain(zone.apex())) {
            return problem(question, "is not in zone " + zone.apex().toString(true), "");
        }
        Optional<SchemaRecord> name = SchemaRecord.of(question, meshes);
        if (name.isEmpty() || owner.equals(zone.apex())) {
            return problem(question, "is not a record of a mesh", "");
        }
        if (name.get().part() == Part.ENDPOINT
                && !limits.endpointHosts().contains(owner)
                && !members.contains(owner)) {
            return problem(
                    question,
                    "is an endpoint address that this change must not touch",
                    "give the endpoint with --endpoint, or allow endpoints of members: --manage-endpoint");
        }
        if (zone.rrset(new Question(owner, Type.CNAME)).isPresent()) {
            return problem(
                    question,
                    "cannot be at a name with a CNAME (RFC 1034, section 3.6.2)",
                    name.get().part() == Part.ENDPOINT
                            ? "leave out --endpoint: nodes follow the CNAME to the endpoint"
                            : "remove the CNAME, or choose another host name");
        }
        return switch (zone.answer(question)) {
            case ZoneAnswer.Delegation _ ->
                    problem(
                            question,
                            "is below a delegation: resolvers would not find the record",
                            "write the record in the delegated zone");
            case ZoneAnswer.Dname _ ->
                    problem(
                            question,
                            "is below a DNAME: resolvers would not find the record (RFC 6672, section 2.4)",
                            "write the record at the target of the DNAME");
            case ZoneAnswer.Records _,
                    ZoneAnswer.Opaque _,
                    ZoneAnswer.Cname _,
                    ZoneAnswer.NoData _,
                    ZoneAnswer.NxDomain _ ->
                    Optional.empty();
        };
    }

    private Optional<Problem> emptied(Question question, MeshNames meshes, ZonePlan plan) {
        boolean isList =
                SchemaRecord.of(question, meshes).filter(n -> n.part() == Part.LIST).isPresent();
        if (!isList
                || limits.removableLists().contains(question)
                || unlinks(question.owner(), plan)) {
            return Optional.empty();
        }
        return problem(
                question,
                "would lose its last member",
                "keep one member; to end a mesh, run wg-mesh down on its nodes and remove its records by hand");
    }

    /** Returns whether the plan takes the sub-list out of the mesh as a whole. */
    private static boolean unlinks(Name list, ZonePlan plan) {
        return plan.changes().stream()
                .filter(change -> change.question().type() == Type.PTR)
                .flatMap(change -> change.removedRecords().stream())
                .anyMatch(record -> ((PTRRecord) record).getTarget().equals(list));
    }

    private static Optional<Problem> size(RRset after) {
        int records = after.records().size();
        return records <= MAX_RECORDS
                ? Optional.empty()
                : problem(
                        after.question(),
                        "would have " + records + " records; BIND supports at most 100",
                        "put the member in a sub-list with a pool of its own: --sublist NAME --pool CIDR");
    }

    /**
     * Returns a problem above the given number, or without one above 30 % of 10 or more members.
     */
    private Optional<Problem> tooMany(
            Collection<String> touched,
            Collection<String> all,
            Optional<Integer> most,
            String what,
            String flag) {
        int count = touched.size();
        boolean tooMany =
                most.map(n -> count > n)
                        .orElse(all.size() >= MANY && count * 100 > all.size() * PERCENT);
        if (!tooMany) {
            return Optional.empty();
        }
        String share =
                "%d of %d members would be %s (%d %%), more than %s: %s"
                        .formatted(
                                count,
                                all.size(),
                                what,
                                count * 100 / Math.max(1, all.size()),
                                most.map(n -> flag + " " + n).orElse(PERCENT + " %"),
                                String.join(", ", touched.stream().limit(MANY).toList())
                                        + (count > MANY ? ", …" : ""));
        return Optional.of(
                new Problem(
                        zone.apex().toString(true), share, "if intended: " + flag + " " + count));
    }

    /**
     * Returns why a mesh's nodes will hold a removal back: more than 30 % of the others that a node
     * knows, and more than one, are gone at once. Empty: they let it pass.
     *
     * @param members of the mesh before
     * @param removed of them at once
     */
    public static Optional<Problem> heldRemoval(MeshName mesh, int members, int removed) {
        if (!RemovalGuard.isTooMany(members - 1, removed)) {
            return Optional.empty();
        }
        return Optional.of(
                new Problem(
                        mesh.text(),
                        removed
                                + " of "
                                + members
                                + " members would leave at once: nodes keep them as peers for an hour",
                        "to remove them at once, run on each node: wg-mesh apply --max-remove "
                                + removed));
    }

    private static Optional<Problem> problem(Question question, String what, String fix) {
        return Optional.of(new Problem(question.toString(), what, fix));
    }
}
