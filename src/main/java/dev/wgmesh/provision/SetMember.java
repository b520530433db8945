package dev.wgmesh.provision;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.MeshRecords;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Changes a member's addresses, endpoints, nets, site. A change of addresses or nets raises the
 * revision of its list in the same commit; where its records are in another zone, in a second one,
 * which checks them once more: what another member was given meanwhile is taken back.
 */
public final class SetMember {
    private final Hosting hosting;
    private final SetRequest request;
    private final GuardLimits limits;
    private final Signing signing;

    /** What others must not have too. */
    private record ClaimSet(List<IpAddress> addresses, List<Prefix> nets) {
        ClaimSet union(ClaimSet more) {
            return new ClaimSet(merged(addresses, more.addresses), merged(nets, more.nets));
        }

        private static <T extends Comparable<? super T>> List<T> merged(
                List<T> some, List<T> more) {
            return Stream.concat(some.stream(), more.stream()).distinct().sorted().toList();
        }

        static ClaimSet of(Member member) {
            return new ClaimSet(member.addresses().all(), member.metadataOrNone().nets());
        }
    }

    /** Creates a change that has not been decided yet. */
    public SetMember(Hosting hosting, SetRequest request) {
        this(hosting, request, GuardLimits.NONE);
    }

    /** Creates a change under these limits, which has not been decided yet. */
    public SetMember(Hosting hosting, SetRequest request, GuardLimits limits) {
        this(hosting, request, limits, Signing.NONE);
    }

    /** Creates a change that signs the records, which has not been decided yet. */
    public SetMember(Hosting hosting, SetRequest request, GuardLimits limits, Signing signing) {
        this.signing = signing;
        this.limits = limits;
        this.hosting = hosting;
        this.request = request;
    }

    /** Returns what it would do now; nothing is changed. */
    public MemberChange plan() {
        return change(CommitLoop.plan(this::decide));
    }

    /**
     * Changes it.
     *
     * @throws Failure UNREADABLE or REFUSED with nothing changed or all taken back; PARTIAL where
     *     the member's own zone was written and the list's then failed
     */
    public MemberChange run(RetryPolicy retry, CommitListener listener)
            throws InterruptedException {
        var end = new CommitLoop<SetAttempt>(retry, listener).run(this::decide);
        Failure.throwIfAny(Failure.Kind.REFUSED, end.decision().revertReasons());
        return change(end);
    }

    private MemberChange change(CommitLoop.End<SetAttempt> end) {
        return new MemberChange(request.host(), end.decision().list(), end.result());
    }

    private SetAttempt decide(CommitLoop.Done<SetAttempt> done) {
        HostName host = request.host();
        MeshSnapshot view =
                MeshSnapshot.read(hosting, request.mesh(), Optional.empty(), Optional.of(host));
        view.requireMesh();
        List<MeshName> naming = view.listsOf(host);
        Member member =
                view.publishedMember()
                        .filter(_ -> !naming.isEmpty())
                        .orElseThrow(() -> noMember(view));
        requireOwnEndpoint(view);
        MeshName list = naming.getFirst();
        ClaimSet there = ClaimSet.of(member);
        Optional<SetAttempt> last = done.last();
        boolean raised = isRaised(done.receipts(), list);
        if (last.filter(l -> l.isOver(there, raised)).isPresent()) {
            return last.get().over(list, view.warnings());
        }
        var choice =
                new AddressAllocator(
                        host,
                        view,
                        view.listAndAncestors(list),
                        new ClaimBounds(view.policies(list)));
        ClaimSet before = last.map(SetAttempt::before).orElse(there);
        ClaimSet wanted = raised ? last.orElseThrow().wanted() : wanted(choice, member);
        List<Problem> takenBack = choice.conflicts();
        if (last.isEmpty()) {
            var conflicts = new ArrayList<Problem>(takenBack);
            conflicts.addAll(endpointFaults(view, list, wanted));
            Failure.throwIfAny(Failure.Kind.REFUSED, conflicts);
        }
        var warnings = new ArrayList<Problem>(view.warnings());
        warnings.addAll(choice.warnings());
        portConflict(view, member).ifPresent(warnings::add);
        if (!takenBack.isEmpty()) {
            var steps = steps(view, list, member, before, false, warnings);
            return new SetAttempt(
                    host, list, steps, List.of(), before, before, before, takenBack, warnings);
        }
        boolean oneZone = view.isSameZone(Question.name(list), OwnerNames.wireguard(host));
        // Across zones nothing is let go before the list's zone has confirmed what comes instead.
        ClaimSet written = raised || oneZone ? wanted : before.union(wanted);
        boolean raises = !raised && !wanted.equals(before);
        var steps = steps(view, list, member, written, raises, warnings);
        List<ZonePlan> later =
                written.equals(wanted)
                        ? List.of()
                        : steps(view, list, member, wanted, false, warnings).stream()
                                .map(CommitLoop.Step::plan)
                                .toList();
        return new SetAttempt(
                host, list, steps, later, before, wanted, written, takenBack, warnings);
    }

    private List<CommitLoop.Step> steps(
            MeshSnapshot view,
            MeshName list,
            Member member,
            ClaimSet written,
            boolean raises,
            List<Problem> warnings) {
        HostName host = request.host();
        Set<Name> endpoints =
                request.endpoints().isPresent() ? Set.of(Question.name(host)) : Set.of();
        var edits = new ZonePlanBuilder(view, "set " + host, list, endpoints, limits);
        var records = new MeshRecords(view.recordTtl(view.listAndAncestors(list)));
        var edit = new MemberEdit(host, records, edits.differenceFor(OwnerNames.wireguard(host)));
        edit.addresses(written.addresses());
        request.endpoints().ifPresent(edit::replaceEndpoints);
        request.reflexive().ifPresent(edit::replaceReflexive);
        Metadata metadata =
                request.metadata().apply(member.metadataOrNone()).withNets(written.nets());
        if (!metadata.equals(member.metadataOrNone())) {
            edit.metadata(metadata);
        }
        member.key()
                .found()
                .flatMap(key ->
                        new SignatureUpdate(signing, view, host)
                                .write(edit, key, written.addresses(), metadata))
                .ifPresent(warnings::add);
        if (raises) {
            raise(edits, view, list, records);
        }
        return edits.steps();
    }

    private List<Problem> endpointFaults(MeshSnapshot view, MeshName list, ClaimSet wanted) {
        List<Endpoint> endpoints =
                Stream.concat(
                                request.endpoints().stream().flatMap(List::stream),
                                request.reflexive().stream())
                        .toList();
        return endpoints.isEmpty()
                ? List.of()
                : new EndpointCheck(
                                request.host(), view, list, new ClaimBounds(view.policies(list)))
                        .problems(endpoints, wanted.addresses());
    }

    /** Returns a warning where a change gives the member a port that another one needs. */
    private Optional<Problem> portConflict(MeshSnapshot view, Member member) {
        Metadata before = member.metadataOrNone();
        Metadata metadata = request.metadata().apply(before);
        boolean moved =
                request.endpoints().isPresent()
                        || !metadata.site().equals(before.site())
                        || !metadata.nat().equals(before.nat());
        if (!moved) {
            return Optional.empty();
        }
        List<Endpoint> endpoints =
                request.endpoints().orElseGet(() -> PortChoice.endpoints(member.endpoints()));
        int port =
                endpoints.stream()
                        .findFirst()
                        .map(Endpoint::port)
                        .or(() -> PortChoice.port(member))
                        .orElse(Endpoint.DEFAULT_PORT);
        return new PortChoice(
                        request.host(),
                        endpoints,
                        PortChoice.endpoints(member.reflexive()),
                        metadata,
                        view)
                .conflict(port);
    }

    private ClaimSet wanted(AddressAllocator choice, Member member) {
        List<IpAddress> had = member.addresses().all();
        List<IpAddress> addresses =
                request.addresses().map(wish -> choice.allocate(wish, had)).orElse(had);
        request.nets().ifPresent(nets -> nets.forEach(choice::check));
        return new ClaimSet(addresses, request.nets().orElse(member.metadataOrNone().nets()));
    }

    private static void raise(
            ZonePlanBuilder edits, MeshSnapshot view, MeshName list, MeshRecords records) {
        RevisionGuard guard = RevisionGuard.of(view, list);
        Name owner = Question.name(list);
        guard.incrementRevisions(edits.differenceFor(owner), records);
        edits.addConditions(owner, guard.conditions());
    }

    private static boolean isRaised(List<Receipt> done, MeshName list) {
        Name revision = OwnerNames.revision(list);
        return done.stream()
                .flatMap(receipt -> receipt.plan().changes().stream())
                .anyMatch(change -> change.question().owner().equals(revision));
    }

    /** An endpoint behind a CNAME of the host is not removed by removing the host's addresses. */
    private void requireOwnEndpoint(MeshSnapshot view) {
        HostName host = request.host();
        var alias = new Question(Question.name(host), Type.CNAME);
        boolean removes = request.endpoints().filter(List::isEmpty).isPresent();
        if (removes && view.zoneOf(OwnerNames.wireguard(host)).zone().rrset(alias).isPresent()) {
            throw Failure.refused(
                    alias.toString(),
                    "leads nodes to the endpoint of " + host + ", and is not removed by set",
                    "remove the CNAME by hand");
        }
    }

    private Failure noMember(MeshSnapshot view) {
        HostName host = request.host();
        return new Failure(
                Failure.Kind.INPUT, List.of(view.notMember(host, "run: wg-mesh join " + host)));
    }

    /**
     * What a change comes to, decided on one view of the mesh.
     *
     * @param later plans that remove what the member had, after the list's zone confirmed what it
     *     gets
     * @param before what the member had before the command
     * @param wanted what the member has after the last step
     * @param written what the member has after the first step
     * @param revertReasons why the steps restore what was there before; empty: they do not
     */
    private record SetAttempt(
            HostName host,
            MeshName list,
            List<CommitLoop.Step> steps,
            List<ZonePlan> later,
            ClaimSet before,
            ClaimSet wanted,
            ClaimSet written,
            List<Problem> revertReasons,
            List<Problem> warnings)
            implements CommitLoop.Decision {
        /** Returns whether all is committed, or a later command has set something else since. */
        boolean isOver(ClaimSet there, boolean raised) {
            return !written.equals(there)
                    || !revertReasons.isEmpty()
                    || raised && written.equals(wanted);
        }

        SetAttempt over(MeshName list, List<Problem> warnings) {
            return new SetAttempt(
                    host,
                    list,
                    List.of(),
                    List.of(),
                    before,
                    wanted,
                    written,
                    revertReasons,
                    warnings);
        }

        @Override
        public String unfinished() {
            return "the records of the host are changed, the revision of " + list + " is not";
        }
    }
}
