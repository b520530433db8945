package dev.wgmesh.plan;

import dev.wgmesh.model.HostName;
import dev.wgmesh.plan.SchemaRecord.Part;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.MeshRecords;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TxtStrings;
import dev.wgmesh.zone.ZoneContents;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * What a zone's records of a mesh, and nothing else of it, would have to become to be as another
 * copy of the zone has them. Revisions are not copied but raised; the TTL of an RRset that is there
 * is kept.
 */
public final class MeshDifference {
    /** TTL of a revision where no list has one. */
    private static final long DEFAULT_TTL = 300;

    private final ZoneContents wanted;
    private final ZoneContents actual;
    private final MeshNames meshes;
    private final boolean endpoints;

    /** The lists of the zone in either copy, with the members that either names, folded. */
    private final SortedMap<Name, Set<String>> lists = new TreeMap<>();

    /**
     * Creates the difference of two copies of a zone.
     *
     * @param meshes whose records count; and those with a revision in either copy, and the
     *     sub-lists of all
     * @param endpoints whether the A and AAAA records of members' own names count
     */
    public MeshDifference(
            ZoneContents wanted, ZoneContents actual, MeshNames meshes, boolean endpoints) {
        this.wanted = wanted;
        this.actual = actual;
        List<RRset> possible =
                Stream.of(wanted, actual)
                        .flatMap(zone -> zone.rrsets(SchemaRecord::isPossible))
                        .toList();
        this.meshes = meshes.withRevisions(possible).withSubLists(possible);
        this.endpoints = endpoints;
        addLists(wanted);
        addLists(actual);
    }

    private void addLists(ZoneContents zone) {
        zone.rrsets(SchemaRecord::isPossible)
                .forEach(set ->
                        SchemaRecord.of(set.question(), meshes)
                                .filter(name -> isList(name.part()))
                                .map(SchemaRecord::subject)
                                .filter(list -> list.subdomain(actual.apex()))
                                .map(list -> lists.computeIfAbsent(list, _ -> new HashSet<>()))
                                .filter(_ -> set.question().type() == Type.TXT)
                                .ifPresent(members -> members.addAll(MemberCount.hosts(set))));
    }

    private static boolean isList(Part part) {
        return part == Part.LIST || part == Part.SUB_LISTS;
    }

    /**
     * Returns a problem for each list of the wanted copy that looks like a mesh and is left out.
     */
    public List<Problem> unnamedLists() {
        return new UnnamedLists(wanted, meshes).problems();
    }

    /** Which part of a difference is made first where it is over several zones. */
    public enum Stage {
        /** Records that hosts get: nobody lists them yet. */
        ADDITIONS,
        /** And lists and policies. */
        LISTS,
        /** And records that are taken from hosts: nobody lists them any more. */
        ALL
    }

    /** Returns every RRset that the difference is over, sorted; revisions too. */
    public Set<Question> questions() {
        var questions = new TreeSet<Question>();
        Stream.of(wanted, actual)
                .flatMap(zone -> zone.rrsets(SchemaRecord::isPossible))
                .map(RRset::question)
                .filter(this::counts)
                .forEach(questions::add);
        for (Name host : members()) {
            Name wireguard = OwnerNames.wireguard(host);
            Stream.of(Type.TXT, Type.A, Type.AAAA)
                    .forEach(type -> questions.add(new Question(wireguard, type)));
            HostName.parse(host.toString(true))
                    .ifPresent(name -> {
                        questions.add(new Question(OwnerNames.service(name), Type.SRV));
                        questions.add(new Question(OwnerNames.reflexive(name), Type.SRV));
                        questions.add(new Question(OwnerNames.meta(name), Type.TXT));
                        questions.add(new Question(OwnerNames.signature(name), Type.TXT));
                    });
            if (endpoints) {
                questions.add(new Question(host, Type.A));
                questions.add(new Question(host, Type.AAAA));
            }
        }
        for (Name list : lists.keySet()) {
            questions.add(new Question(list, Type.TXT));
            questions.add(new Question(list, Type.PTR));
            questions.add(new Question(OwnerNames.revision(list), Type.TXT));
        }
        return questions.stream()
                .filter(question -> question.owner().subdomain(actual.apex()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Returns the plan that makes it, on the condition that lists and revisions are what was read.
     *
     * @param moved hosts whose addresses change in another zone: lists that name them have their
     *     revision raised
     */
    public ZonePlan plan(String purpose, Stage step, Set<Name> moved) {
        var edit = new ZoneDifference(actual);
        for (Question question : questions()) {
            Optional<Part> part = SchemaRecord.of(question, meshes).map(SchemaRecord::part);
            if (part.isPresent()
                    && part.get() != Part.REVISION
                    && isOf(step, part.get(), question)) {
                edit.replace(
                        question, wanted.rrset(question).map(RRset::dnsRecords).orElse(List.of()));
            }
        }
        for (Name list : listsToIncrement(edit.changes(), moved)) {
            raise(list, edit);
        }
        List<Condition> conditions =
                lists.keySet().stream()
                        .flatMap(list ->
                                Stream.of(
                                        new Question(list, Type.TXT),
                                        new Question(OwnerNames.revision(list), Type.TXT)))
                        .map(question -> Condition.unchanged(actual, question))
                        .toList();
        return new ZonePlan(actual.apex(), purpose, conditions, edit.changes());
    }

    private boolean counts(Question question) {
        return SchemaRecord.of(question, meshes).filter(n -> n.part() != Part.ENDPOINT).isPresent();
    }

    private boolean isOf(Stage step, Part part, Question question) {
        return switch (step) {
            case ADDITIONS -> !part.isMeshRecord() && wanted.rrset(question).isPresent();
            case LISTS -> part.isMeshRecord() || wanted.rrset(question).isPresent();
            case ALL -> true;
        };
    }

    /** Returns the hosts of the zone that are members in either copy. */
    private Set<Name> members() {
        Set<Name> members = MemberNames.of(wanted, meshes);
        members.addAll(MemberNames.of(actual, meshes));
        return members;
    }

    /**
     * Returns the lists that change, or name a host whose addresses do; and the lists above them.
     */
    private Set<Name> listsToIncrement(List<RRsetChange> changes, Set<Name> moved) {
        var raised = new TreeSet<Name>();
        var hosts = new HashSet<>(moved);
        for (RRsetChange change : changes) {
            SchemaRecord name = SchemaRecord.of(change.question(), meshes).orElseThrow();
            if (isList(name.part())) {
                raised.add(name.subject());
            }
        }
        hosts.addAll(hostsWithChangedClaims(changes, meshes));
        Set<String> names = hosts.stream().map(MemberCount::text).collect(Collectors.toSet());
        lists.forEach((list, members) -> {
            if (!Collections.disjoint(members, names)) {
                raised.add(list);
            }
        });
        addListsAbove(raised);
        return raised;
    }

    /** Adds the lists that have one of the lists below them, in either copy. */
    private void addListsAbove(Set<Name> raised) {
        var above = new HashMap<Name, Set<Name>>();
        for (Name list : lists.keySet()) {
            Stream.of(wanted, actual)
                    .flatMap(zone -> zone.rrset(new Question(list, Type.PTR)).stream())
                    .flatMap(set -> set.dnsRecords().stream())
                    .map(record -> ((PTRRecord) record).getTarget())
                    .forEach(sub -> above.computeIfAbsent(sub, _ -> new HashSet<>()).add(list));
        }
        var open = new ArrayDeque<>(raised);
        while (!open.isEmpty()) {
            above.getOrDefault(open.pop(), Set.of()).stream()
                    .filter(raised::add)
                    .forEach(open::add);
        }
    }

    /** Returns the hosts of the change whose mesh addresses or nets it gives, moves or frees. */
    public Set<Name> hostsWithChangedClaims(ZonePlan plan) {
        return hostsWithChangedClaims(plan.changes(), meshes);
    }

    /** Returns whether the plan raises a revision, and so tells of hosts that its zone lists. */
    public boolean incrementsRevision(ZonePlan plan) {
        return plan.changes().stream()
                .flatMap(change -> SchemaRecord.of(change.question(), meshes).stream())
                .anyMatch(name -> name.part() == Part.REVISION);
    }

    /** Returns whether a list of the zone names the host, in either copy. */
    public boolean isListed(Name host) {
        String name = MemberCount.text(host);
        return lists.values().stream().anyMatch(members -> members.contains(name));
    }

    /** Returns the hosts whose mesh addresses or nets the changes add, move or remove. */
    private static Set<Name> hostsWithChangedClaims(List<RRsetChange> changes, MeshNames meshes) {
        var moved = new TreeSet<Name>();
        for (RRsetChange change : changes) {
            SchemaRecord.of(change.question(), meshes)
                    .filter(name -> name.part() == Part.ADDRESSES || claims(name, change))
                    .ifPresent(name -> moved.add(name.subject()));
        }
        return moved;
    }

    private static boolean claims(SchemaRecord name, RRsetChange change) {
        return name.part() == Part.METADATA
                && Stream.concat(change.removedRecords().stream(), change.addedRecords().stream())
                        .anyMatch(MeshDifference::isNet);
    }

    private static boolean isNet(Record record) {
        return record instanceof TXTRecord txt && TxtStrings.of(txt).startsWith("net=");
    }

    private void raise(Name list, ZoneDifference edit) {
        var question = new Question(OwnerNames.revision(list), Type.TXT);
        long ttl =
                Stream.of(actual, wanted)
                        .flatMap(zone -> zone.rrset(new Question(list, Type.TXT)).stream())
                        .findFirst()
                        .map(RRset::ttl)
                        .orElse(DEFAULT_TTL);
        edit.replace(
                question, List.of(MeshRecords.nextRevision(question, actual.rrset(question), ttl)));
    }
}
