package dev.wgmesh.provision;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Addresses;
import dev.wgmesh.model.Answer;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Target;
import dev.wgmesh.plan.Condition;
import dev.wgmesh.plan.ZoneDifference;
import dev.wgmesh.plan.ZoneGuard;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.MeshOwner;
import dev.wgmesh.zone.MeshRecords;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** A join as plans for the zones that hold the member's records and its list. */
final class JoinPlanner {
    /** TTL of records where neither flag, policy nor list says one. */
    static final Duration DEFAULT_TTL = Duration.ofSeconds(300);

    private static final Addresses NO_ADDRESSES =
            new Addresses(new Answer.Absent<>(Duration.ZERO), new Answer.Absent<>(Duration.ZERO));

    private final JoinRequest request;
    private final MeshView view;
    private final ZoneContents memberZone;
    private final ZoneContents listZone;

    JoinPlanner(JoinRequest request, MeshView view) {
        this.request = request;
        this.view = view;
        this.memberZone = view.zoneOf(MeshOwner.wireguard(request.host())).zone();
        this.listZone = view.zoneOf(Question.name(request.list())).zone();
    }

    /** The RRsets that a join may change, those of the list first. */
    static List<Question> written(JoinRequest request) {
        Name host = Question.name(request.host());
        Name wireguard = MeshOwner.wireguard(request.host());
        return List.of(
                Question.of(request.list().text(), Type.TXT),
                new Question(MeshOwner.revision(request.list()), Type.TXT),
                new Question(wireguard, Type.TXT),
                new Question(wireguard, Type.A),
                new Question(wireguard, Type.AAAA),
                new Question(MeshOwner.service(request.host()), Type.SRV),
                new Question(MeshOwner.meta(request.host()), Type.TXT),
                new Question(host, Type.A),
                new Question(host, Type.AAAA));
    }

    /**
     * The join, decided, checked and guarded.
     *
     * @throws Failure as {@link JoinDecision#decide()}, and REFUSED by a guard
     */
    Joining plan() {
        Optional<Member> present = view.present();
        var decided = new JoinDecision(request, view).decide();
        var records = new MeshRecords(ttl());
        var memberEdit = new ZoneDifference(memberZone);
        boolean oneZone = memberZone.apex().equals(listZone.apex());
        var listEdit = oneZone ? memberEdit : new ZoneDifference(listZone);
        own(memberEdit, records, decided, present);
        boolean addressesMoved =
                !present.map(m -> m.addresses().all())
                        .orElse(List.of())
                        .equals(decided.addresses());
        if (!decided.listed()) {
            listEdit.add(records.entry(request.list(), request.host()));
        }
        if (!decided.listed() || addressesMoved) {
            raiseRevision(listEdit, records);
        }
        var plans = new ArrayList<ZonePlan>();
        if (!oneZone) {
            plans.add(guarded(memberZone, memberEdit, List.of()));
        }
        plans.add(guarded(listZone, listEdit, conditions()));
        boolean fresh =
                request.key() instanceof KeyWish.Fresh(PublicKey key) && key.equals(decided.key());
        return new Joining(
                decided.key(), decided.addresses(), fresh, plans, warnings(decided.warnings()));
    }

    private Duration ttl() {
        return request.ttl()
                .or(() -> view.policy().ttl())
                .or(() ->
                        listZone.set(Question.of(request.list().text(), Type.TXT))
                                .map(set -> Duration.ofSeconds(set.ttl())))
                .orElse(DEFAULT_TTL);
    }

    private void own(
            ZoneDifference edit,
            MeshRecords records,
            JoinDecision.Decided decided,
            Optional<Member> present) {
        HostName host = request.host();
        Name wireguard = MeshOwner.wireguard(host);
        edit.replace(new Question(wireguard, Type.TXT), List.of(records.key(host, decided.key())));
        List<Record> addresses = records.addresses(wireguard, decided.addresses());
        for (int type : new int[] {Type.A, Type.AAAA}) {
            edit.replace(
                    new Question(wireguard, type),
                    addresses.stream().filter(r -> r.getType() == type).toList());
        }
        edit.addAll(
                records.addresses(
                        Question.name(host),
                        request.endpoints().stream().map(Endpoint::address).toList()));
        if (present.isEmpty() || !decided.listed()) {
            service(edit, records);
        }
        Metadata metadata = merged(present.map(Member::meta).orElse(Metadata.NONE));
        if (!metadata.equals(Metadata.NONE)) {
            edit.addAll(records.metadata(host, metadata));
        }
    }

    private void service(ZoneDifference edit, MeshRecords records) {
        List<Integer> ports = request.endpoints().stream().map(Endpoint::port).distinct().toList();
        if (ports.size() > 1) {
            throw Failure.input(
                    "--endpoint", "names ports " + ports, "use one port: the interface has one");
        }
        if (!ports.isEmpty() && ports.getFirst() != Endpoint.DEFAULT_PORT) {
            var target = new Target(request.host(), ports.getFirst(), NO_ADDRESSES);
            Name owner = MeshOwner.service(request.host());
            edit.replace(new Question(owner, Type.SRV), records.services(owner, List.of(target)));
        }
    }

    private Metadata merged(Metadata there) {
        Metadata wished = request.metadata();
        return new Metadata(
                wished.site().or(there::site),
                wished.nat().or(there::nat),
                Stream.concat(there.nets().stream(), wished.nets().stream()).toList(),
                there.nextKey(),
                there.other());
    }

    private void raiseRevision(ZoneDifference edit, MeshRecords records) {
        Question question = revisionQuestion();
        long next =
                listZone.set(question)
                                .map(set ->
                                        MeshRecords.revision(set)
                                                .orElseThrow(() -> badRevision(question)))
                                .orElse(0L)
                        + 1;
        edit.replace(question, List.of(records.revision(request.list(), next)));
    }

    private static Failure badRevision(Question question) {
        return Failure.refused(
                question.toString(), "is no number, but we write numbers there", "remove it");
    }

    private Question revisionQuestion() {
        return new Question(MeshOwner.revision(request.list()), Type.TXT);
    }

    private List<Condition> conditions() {
        MeshName list = request.list();
        return Stream.of(Question.of(list.text(), Type.TXT), revisionQuestion())
                .map(question ->
                        listZone.set(question)
                                .<Condition>map(Condition.Holds::new)
                                .orElseGet(() -> new Condition.Lacks(question)))
                .toList();
    }

    private ZonePlan guarded(ZoneContents zone, ZoneDifference edit, List<Condition> conditions) {
        var plan = new ZonePlan(zone.apex(), "join " + request.host(), conditions, edit.changes());
        Set<Name> endpoints =
                request.endpoints().isEmpty() ? Set.of() : Set.of(Question.name(request.host()));
        List<Problem> problems = new ZoneGuard(zone, endpoints).problems(plan);
        if (!problems.isEmpty()) {
            throw new Failure(Failure.Kind.REFUSED, problems);
        }
        return plan;
    }

    private List<Problem> warnings(List<Problem> decided) {
        var warnings = new ArrayList<>(decided);
        int members =
                listZone.set(Question.of(request.list().text(), Type.TXT))
                        .map(RRset::records)
                        .map(List::size)
                        .orElse(0);
        if (members >= 90) {
            warnings.add(
                    new Problem(
                            request.list().text(),
                            "lists " + members + " members; BIND fails above 100",
                            "start a sub-list with a pool of its own"));
        }
        return warnings;
    }
}
