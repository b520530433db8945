package dev.wgmesh.plan;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.SchemaRecord.Part;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.MeshRecords;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TxtStrings;
import dev.wgmesh.zone.ZoneContents;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * The plan that undoes a committed one on the zone as it is now.
 *
 * <table>
 * <caption>What becomes of an RRset that the plan changed</caption>
 * <tr><th>RRset</th><th>now</th><th>undone</th></tr>
 * <tr><td>list, sub-lists</td><td>whatever</td><td>record by record: what came goes if it is still
 *     there, what went comes back if it is not; all others stay</td></tr>
 * <tr><td>revision</td><td>a number</td><td>raised by one: it never goes back</td></tr>
 * <tr><td>any other</td><td>as the plan wrote it</td><td>as it was before the plan</td></tr>
 * <tr><td>any other</td><td>as it was before the plan</td><td>nothing: it is undone
 *     already</td></tr>
 * <tr><td>any other</td><td>else</td><td>refused: somebody has changed it since</td></tr>
 * </table>
 *
 * @param plan empty: nothing is left to undo
 * @param removableLists lists that the plan had made, which may go again
 */
public record InversePlan(ZonePlan plan, Set<Question> removableLists) {
    public InversePlan {
        removableLists = Set.copyOf(removableLists);
    }

    /**
     * Returns the inverse of a plan.
     *
     * @param now the zone, as far as the plan touches it
     * @param meshes of the plan, as they are now: what is given back must be nobody else's
     * @throws Failure REFUSED with everything that prevents it; UNREADABLE where it is unknown
     *     whether what is given back is free, or whether a policy excludes a member
     */
    public static InversePlan of(ZonePlan done, ZoneContents now, Collection<Mesh> meshes) {
        MeshNames names =
                MeshNames.P2P
                        .withMeshesOf(done)
                        .with(
                                meshes.stream()
                                        .flatMap(mesh -> mesh.lists().stream())
                                        .map(list -> Question.name(list.name()))
                                        .toList());
        var undoing = new InverseBuilder(done, now, names);
        ZonePlan plan = undoing.plan();
        new RestoredClaims(plan, now, names, meshes).require();
        new RestoredPolicies(plan, names, meshes).require();
        Set<Question> made =
                done.changes().stream()
                        .filter(change -> change.oldRRset().isEmpty())
                        .map(RRsetChange::question)
                        .filter(question -> undoing.is(Part.LIST, question))
                        .collect(Collectors.toSet());
        return new InversePlan(plan, made);
    }

    /** Returns the RRsets that {@link #of} looks at in the zone, sorted. */
    public static Set<Question> questions(ZonePlan done) {
        var questions = new TreeSet<>(StaleConditions.expected(done).keySet());
        MeshNames names = MeshNames.P2P.withMeshesOf(done);
        conditionQuestions(done, names).forEach(questions::add);
        for (RRsetChange change : done.changes()) {
            SchemaRecord.of(change.question(), names)
                    .filter(name -> name.part().isIdentity())
                    .map(name -> OwnerNames.wireguard(name.subject()))
                    .ifPresent(owner ->
                            Stream.of(Type.TXT, Type.A, Type.AAAA)
                                    .forEach(type -> questions.add(new Question(owner, type))));
        }
        return questions;
    }

    /** Returns the meshes that the plan is about as far as it tells, sorted. */
    public static Set<MeshName> meshes(ZonePlan done) {
        return subjects(done, MeshNames.P2P.withMeshesOf(done))
                .flatMap(name -> MeshName.parse(name.toString(true)).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the hosts whose own records the commit added or removed, sorted. */
    public static Set<HostName> hosts(ZonePlan done) {
        return done.changes().stream()
                .flatMap(change -> SchemaRecord.of(change.question(), MeshNames.P2P).stream())
                .filter(name -> !name.part().isMeshRecord())
                .flatMap(name -> HostName.parse(name.subject().toString(true)).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the hosts that return to a list, with that list, sorted. */
    public SortedMap<HostName, MeshName> relistedHosts() {
        var relisted = new TreeMap<HostName, MeshName>();
        for (RRsetChange change : plan.changes()) {
            Name owner = change.question().owner();
            Optional<MeshName> list =
                    MeshName.parse(owner.toString(true))
                            .filter(_ -> MeshNames.P2P.with(Set.of(owner)).contains(owner));
            if (change.question().type() == Type.TXT && list.isPresent()) {
                for (Record record : change.addedRecords()) {
                    HostName.parse(TxtStrings.of((TXTRecord) record))
                            .filter(host -> host.text().indexOf('.') > 0)
                            .ifPresent(host -> relisted.put(host, list.get()));
                }
            }
        }
        return relisted;
    }

    /** Returns whether the plan itself gives the host a key and an address. */
    public boolean restores(HostName host) {
        Set<Integer> types =
                plan.changes().stream()
                        .filter(c -> c.question().owner().equals(OwnerNames.wireguard(host)))
                        .filter(c -> c.newRRset().isPresent())
                        .map(c -> c.question().type())
                        .collect(Collectors.toSet());
        return types.contains(Type.TXT) && (types.contains(Type.A) || types.contains(Type.AAAA));
    }

    private static Stream<Name> subjects(ZonePlan done, MeshNames names) {
        return StaleConditions.expected(done).keySet().stream()
                .flatMap(question -> SchemaRecord.of(question, names).stream())
                .filter(name -> name.part().isMeshRecord())
                .map(SchemaRecord::subject)
                .distinct();
    }

    /** Returns the list and revision of each mesh in the zone. */
    private static Stream<Question> conditionQuestions(ZonePlan done, MeshNames names) {
        return subjects(done, names)
                .filter(mesh -> mesh.subdomain(done.zone()))
                .flatMap(mesh ->
                        Stream.of(
                                new Question(mesh, Type.TXT),
                                new Question(OwnerNames.revision(mesh), Type.TXT)));
    }

    /** One plan being undone. */
    private record InverseBuilder(ZonePlan done, ZoneContents now, MeshNames names) {
        ZonePlan plan() {
            var edit = new ZoneDifference(now);
            var problems = new ArrayList<Problem>();
            for (RRsetChange change : done.changes()) {
                Question question = change.question();
                if (isShared(question)) {
                    edit.replace(question, merged(change));
                } else if (!is(Part.REVISION, question)) {
                    restore(change, edit).ifPresent(problems::add);
                }
            }
            if (problems.isEmpty() && !edit.changes().isEmpty()) {
                done.changes().stream()
                        .filter(change -> is(Part.REVISION, change.question()))
                        .forEach(change -> raise(change, edit));
            }
            Failure.throwIfAny(Failure.Kind.REFUSED, problems);
            List<Condition> conditions =
                    conditionQuestions(done, names)
                            .map(question -> Condition.unchanged(now, question))
                            .toList();
            return new ZonePlan(
                    done.zone(), "rollback of " + done.purpose(), conditions, edit.changes());
        }

        boolean is(Part part, Question question) {
            return SchemaRecord.of(question, names).filter(name -> name.part() == part).isPresent();
        }

        private boolean isShared(Question question) {
            return SchemaRecord.of(question, names).filter(n -> n.part().isShared()).isPresent();
        }

        private List<Record> merged(RRsetChange change) {
            var records = new ArrayList<Record>();
            now.rrset(change.question()).ifPresent(set -> records.addAll(set.dnsRecords()));
            records.removeAll(change.addedRecords());
            change.removedRecords().stream()
                    .filter(r -> !records.contains(r))
                    .forEach(records::add);
            return records;
        }

        /** Puts back what was there, where the zone holds what the plan wrote. */
        private Optional<Problem> restore(RRsetChange change, ZoneDifference edit) {
            Question question = change.question();
            Optional<RRset> there = now.rrset(question);
            Optional<Problem> other =
                    StaleConditions.difference(question, change.newRRset(), there);
            if (other.isEmpty()) {
                edit.replace(question, change.oldRRset().map(RRset::dnsRecords).orElse(List.of()));
                return Optional.empty();
            }
            boolean undone =
                    StaleConditions.difference(question, change.oldRRset(), there).isEmpty();
            return undone
                    ? Optional.empty()
                    : other.map(problem ->
                            new Problem(
                                    problem.where(),
                                    problem.what(),
                                    "somebody changed this record later: set it by hand"));
        }

        private void raise(RRsetChange change, ZoneDifference edit) {
            Question question = change.question();
            RRset basis =
                    now.rrset(question).or(change::newRRset).or(change::oldRRset).orElseThrow();
            edit.replace(
                    question,
                    List.of(MeshRecords.nextRevision(question, Optional.of(basis), basis.ttl())));
        }
    }
}
