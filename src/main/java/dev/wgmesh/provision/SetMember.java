package dev.wgmesh.provision;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.MeshOwner;
import dev.wgmesh.zone.MeshRecords;
import dev.wgmesh.zone.Question;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/**
 * Changes a member's addresses, endpoints, nets, site. A change of addresses or nets raises the
 * revision of its list in the same commit; where its records stand in another zone, in a second
 * one, which checks them once more: what another member was given meanwhile is taken back.
 */
public final class SetMember {
    private final Hosting hosting;
    private final SetRequest request;
    private final Set<Problem> warnings = new LinkedHashSet<>();
    private Claims before = Claims.NONE;
    private Claims wanted = Claims.NONE;
    private Claims written = Claims.NONE;
    private List<Problem> takenBack = List.of();

    /** What others must not have too. */
    private record Claims(List<IpAddress> addresses, List<Prefix> nets) {
        static final Claims NONE = new Claims(List.of(), List.of());

        Claims and(Claims more) {
            return new Claims(merged(addresses, more.addresses), merged(nets, more.nets));
        }

        private static <T extends Comparable<? super T>> List<T> merged(
                List<T> some, List<T> more) {
            return Stream.concat(some.stream(), more.stream()).distinct().sorted().toList();
        }

        static Claims of(Member member) {
            return new Claims(member.addresses().all(), member.meta().nets());
        }
    }

    /** A change that has not been decided yet. */
    public SetMember(Hosting hosting, SetRequest request) {
        this.hosting = hosting;
        this.request = request;
    }

    /** What it would do now; nothing is changed. */
    public MemberChange plan() {
        SetAttempt setting = decide(CommitLoop.Done.NOTHING);
        return change(
                setting,
                setting.steps().stream().map(CommitLoop.Step::plan).toList(),
                List.of(),
                List.of());
    }

    /**
     * Changes it.
     *
     * @throws Failure UNREADABLE or REFUSED with nothing changed or all taken back; PARTIAL where
     *     the member's own zone was written and the list's then failed
     */
    public MemberChange run(RetryPolicy patience, CommitListener oversight)
            throws InterruptedException {
        var rounds = new CommitLoop(patience, oversight);
        SetAttempt setting = rounds.run(this::decide);
        if (!setting.takenBack().isEmpty()) {
            throw new Failure(Failure.Kind.REFUSED, setting.takenBack());
        }
        return change(
                setting,
                rounds.receipts().stream().map(Receipt::plan).toList(),
                rounds.receipts(),
                rounds.unseen());
    }

    private MemberChange change(
            SetAttempt setting,
            List<ZonePlan> plans,
            List<Receipt> receipts,
            List<Problem> unseen) {
        return new MemberChange(
                request.host(), setting.list(), plans, receipts, List.copyOf(warnings), unseen);
    }

    private SetAttempt decide(CommitLoop.Done done) {
        HostName host = request.host();
        MeshSnapshot view =
                MeshSnapshot.read(hosting, request.mesh(), Optional.empty(), Optional.of(host));
        view.requireMesh();
        warnings.addAll(view.warnings());
        List<MeshName> naming = view.listsOf(host);
        Member member = view.present().filter(_ -> !naming.isEmpty()).orElseThrow(this::noMember);
        MeshName list = naming.getFirst();
        Claims there = Claims.of(member);
        if (done.receipts().isEmpty()) {
            before = there;
        } else if (!written.equals(there)) {
            // Somebody has set it otherwise since, which is the later command.
            return new SetAttempt(host, list, List.of(), takenBack);
        }
        boolean raised = isRaised(done, list);
        if (!takenBack.isEmpty() || raised && written.equals(wanted)) {
            return new SetAttempt(host, list, List.of(), takenBack);
        }
        var choice =
                new AddressChoice(
                        host, view, view.above(list), new ClaimBounds(view.policies(list)));
        if (!raised) {
            wanted = wanted(choice, member);
        }
        if (!choice.conflicts().isEmpty()) {
            if (done.receipts().isEmpty()) {
                throw new Failure(Failure.Kind.REFUSED, choice.conflicts());
            }
            takenBack = choice.conflicts();
            wanted = before;
            raised = true;
        }
        choice.warnings().forEach(warnings::add);
        boolean oneZone = view.isOneZone(Question.name(list), MeshOwner.wireguard(host));
        // Across zones nothing is let go before the list's zone has confirmed what comes instead.
        written = raised || oneZone ? wanted : before.and(wanted);
        return new SetAttempt(host, list, steps(view, list, member, raised), takenBack);
    }

    private List<CommitLoop.Step> steps(
            MeshSnapshot view, MeshName list, Member member, boolean raised) {
        HostName host = request.host();
        Set<Name> endpoints =
                request.endpoints().isPresent() ? Set.of(Question.name(host)) : Set.of();
        var edits = new ZoneEdits(view, "set " + host, list, endpoints);
        var records = new MeshRecords(ttl(view, list));
        var edit = new MemberEdit(host, records, edits.zoneOf(MeshOwner.wireguard(host)));
        edit.addresses(written.addresses());
        request.endpoints().ifPresent(edit::replaceEndpoints);
        Metadata metadata = withNets(request.metadata().apply(member.meta()), written.nets());
        if (!metadata.equals(member.meta())) {
            edit.metadata(metadata);
        }
        if (!raised && !wanted.equals(before)) {
            raise(edits, view, list, records);
        }
        return edits.steps();
    }

    private Claims wanted(AddressChoice choice, Member member) {
        List<IpAddress> had = member.addresses().all();
        List<IpAddress> addresses =
                request.addresses().map(wish -> choice.of(wish, had)).orElse(had);
        request.nets().ifPresent(nets -> nets.forEach(choice::judge));
        return new Claims(addresses, request.nets().orElse(member.meta().nets()));
    }

    private static Metadata withNets(Metadata metadata, List<Prefix> nets) {
        return new Metadata(
                metadata.site(), metadata.nat(), nets, metadata.nextKey(), metadata.other());
    }

    private Duration ttl(MeshSnapshot view, MeshName list) {
        return new ClaimBounds(view.policies(list)).ttl().orElse(JoinPlanner.DEFAULT_TTL);
    }

    private static void raise(
            ZoneEdits edits, MeshSnapshot view, MeshName list, MeshRecords records) {
        ListEdit guard = ListEdit.of(view, list);
        Name owner = Question.name(list);
        guard.raise(edits.zoneOf(owner), records);
        edits.condition(owner, guard.conditions());
    }

    private static boolean isRaised(CommitLoop.Done done, MeshName list) {
        Name revision = MeshOwner.revision(list);
        return done.receipts().stream()
                .flatMap(receipt -> receipt.plan().changes().stream())
                .anyMatch(change -> change.question().owner().equals(revision));
    }

    private Failure noMember() {
        return Failure.refused(
                request.host().text(),
                "is no member of " + request.mesh(),
                "let it join: wg-mesh join " + request.host());
    }

    /**
     * What a change comes to, decided on one view of the mesh.
     *
     * @param takenBack why all is as it was again; empty: it is not
     */
    private record SetAttempt(
            HostName host, MeshName list, List<CommitLoop.Step> steps, List<Problem> takenBack)
            implements CommitLoop.Decision {
        @Override
        public Problem unfinished() {
            return new Problem(
                    host.text(),
                    "is changed, but the revision of " + list + " is not raised",
                    "mend what follows and run the same command again");
        }
    }
}
