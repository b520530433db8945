package dev.wgmesh.provision;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.SchemaRecord;
import dev.wgmesh.plan.ZoneGuard;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.MeshRecords;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Takes a host out of a mesh: its entry in the list first, its own records last. In one zone that
 * is one commit. Where its records are in another zone they are removed when the list's TTL has
 * passed, since a reader may still have the list, and only if no list names the host again by then;
 * if one does so in the very moment they go, they are put back.
 */
public final class Leave {
    private final Hosting hosting;
    private final HostName host;
    private final MeshName mesh;
    private final boolean endpoints;
    private final GuardLimits limits;
    private final CacheWait wait;

    /**
     * Creates a leave that has not been decided yet.
     *
     * @param endpoints whether the endpoint addresses at HOST go too; others may use them
     */
    public Leave(Hosting hosting, HostName host, MeshName mesh, boolean endpoints) {
        this(hosting, host, mesh, endpoints, GuardLimits.NONE, CacheWait.FULL);
    }

    /** Creates a leave under these limits, which has not been decided yet. */
    public Leave(
            Hosting hosting,
            HostName host,
            MeshName mesh,
            boolean endpoints,
            GuardLimits limits,
            CacheWait wait) {
        this.wait = wait;
        this.limits = limits;
        this.hosting = hosting;
        this.host = host;
        this.mesh = mesh;
        this.endpoints = endpoints;
    }

    /** Returns what it would do now; nothing is changed. */
    public LeaveResult plan() {
        return result(CommitLoop.plan(this::decide));
    }

    /**
     * Leaves.
     *
     * @throws Failure UNREADABLE or REFUSED with nothing changed; PARTIAL where it left the list
     *     and its own records are still there
     */
    public LeaveResult run(RetryPolicy retry, CommitListener listener) throws InterruptedException {
        var end = new CommitLoop<LeaveAttempt>(retry, listener).run(this::decideOrPostpone);
        return result(end);
    }

    private LeaveResult result(CommitLoop.End<LeaveAttempt> end) {
        var change = new MemberChange(host, end.decision().list(), end.result());
        return new LeaveResult(change, noMember(end), end.decision().finishFrom());
    }

    private static Optional<Problem> noMember(CommitLoop.End<LeaveAttempt> end) {
        return end.decision().noMember().filter(_ -> end.result().plans().isEmpty());
    }

    private LeaveAttempt decideOrPostpone(CommitLoop.Done<LeaveAttempt> done) {
        LeaveAttempt attempt = decide(done);
        return wait.waits() || !attempt.pause().isPositive()
                ? attempt
                : attempt.postponed(wait.clock().instant());
    }

    private LeaveAttempt decide(CommitLoop.Done<LeaveAttempt> done) {
        MeshSnapshot view = MeshSnapshot.read(hosting, mesh, Optional.empty(), Optional.of(host));
        view.requireMesh();
        List<MeshName> naming = view.listsOf(host);
        boolean left =
                done.receipts().stream()
                        .anyMatch(receipt -> ListEntries.removedFrom(receipt, host).isPresent());
        if (!naming.isEmpty() && left) {
            return restoreRecords(view, naming.getFirst(), done);
        }
        if (naming.isEmpty()) {
            // A list that cannot be read may name the host.
            Failure.throwIfAny(Failure.Kind.UNREADABLE, view.unreadableLists());
            if (done.receipts().stream().anyMatch(this::removesRecords)) {
                // Records that are there now were written by a join that came after this leave.
                return done.last().orElseThrow().with(List.of(), view.warnings());
            }
        }
        return leaving(view, naming, left ? done.last() : Optional.empty());
    }

    /** Returns whether the commit took the host's own records away. */
    private boolean removesRecords(Receipt receipt) {
        List<Question> own = MemberRRsets.of(host);
        return receipt.plan().changes().stream()
                .anyMatch(change -> own.contains(change.question()));
    }

    private boolean contains(RRset list) {
        return ListEntries.of(list).contains(host);
    }

    /**
     * Decides on a host that no list names, or that the lists {@code naming} still name.
     *
     * @param left the commit that took the host's entry away
     */
    private LeaveAttempt leaving(
            MeshSnapshot view, List<MeshName> naming, Optional<LeaveAttempt> left) {
        var edits = edits(view);
        var warnings = new ArrayList<Problem>(view.warnings());
        MeshName from =
                left.map(LeaveAttempt::list).orElse(naming.isEmpty() ? mesh : naming.getFirst());
        var records = new MeshRecords(view.recordTtl(view.listAndAncestors(from)));
        Duration ttl =
                left.map(LeaveAttempt::ttl)
                        .orElseGet(() -> view.listTtl(from).orElse(MeshSnapshot.DEFAULT_TTL));
        for (MeshName name : naming) {
            RevisionGuard guard = RevisionGuard.of(view, name);
            Name owner = Question.name(name);
            guard.incrementRevisions(edits.differenceFor(owner), records);
            ListEntries.remove(host, view.zoneOf(owner).zone(), name, edits.differenceFor(owner));
            edits.addConditions(owner, guard.conditions());
        }
        if (!naming.isEmpty()) {
            nodesGuard(view).ifPresent(warnings::add);
        }
        Optional<String> elsewhere = namedElsewhere(view, naming);
        elsewhere.ifPresent(other ->
                warnings.add(
                        Problem.of(
                                host.text(),
                                "keeps its records: " + other + " lists the host too")));
        if (elsewhere.isEmpty()) {
            // In another zone this is the last step: it is decided again when the list has changed.
            clear(edits, records);
        }
        Name own = OwnerNames.wireguard(host);
        Duration pause = Duration.ZERO;
        if (naming.isEmpty() && left.isPresent()) {
            pause = ttl;
        } else if (naming.isEmpty() && !view.isSameZone(Question.name(mesh), own)) {
            pause = wait.remaining(view.mesh(), host, ttl);
        }
        List<CommitLoop.Step> steps = edits.steps();
        boolean known =
                !naming.isEmpty()
                        || left.isPresent()
                        || wait.knows(host)
                        || steps.stream().anyMatch(step -> !step.plan().isEmpty());
        Optional<Problem> noMember =
                known
                        ? Optional.empty()
                        : Optional.of(
                                view.notMember(
                                        host,
                                        elsewhere
                                                .map(other -> "name its mesh: --mesh " + other)
                                                .orElse("list the members: wg-mesh list " + mesh)));
        return new LeaveAttempt(
                host, mesh, from, ttl, steps, pause, noMember, Optional.empty(), warnings);
    }

    /**
     * Returns a warning that nodes would hold another leave back: they count all that left since
     * their last pass.
     */
    private static Optional<Problem> nodesGuard(MeshSnapshot view) {
        int members = view.mesh().members().size();
        return ZoneGuard.heldRemoval(view.mesh().name(), members, 2)
                .map(held ->
                        new Problem(
                                held.where(),
                                "if another member leaves before the nodes' next pass, "
                                        + held.what(),
                                held.fix()));
    }

    private ZonePlanBuilder edits(MeshSnapshot view) {
        return new ZonePlanBuilder(
                view,
                "leave " + host,
                mesh,
                endpoints ? Set.of(Question.name(host)) : Set.of(),
                limits);
    }

    private void clear(ZonePlanBuilder edits, MeshRecords records) {
        var edit = new MemberEdit(host, records, edits.differenceFor(OwnerNames.wireguard(host)));
        edit.clear();
        if (endpoints) {
            edit.replaceEndpoints(List.of());
        }
    }

    /**
     * Returns a list of another mesh in the zones at hand that names the host, as far as that is
     * known.
     */
    private Optional<String> namedElsewhere(MeshSnapshot view, List<MeshName> naming) {
        var left = naming.stream().map(name -> Question.of(name.text(), Type.TXT)).toList();
        return view.zoneContents().stream()
                .flatMap(zone ->
                        zone.rrsets(SchemaRecord::isPossible)
                                .sorted(Comparator.comparing(RRset::question)))
                .filter(set -> !left.contains(set.question()))
                .filter(set -> ListEntries.isList(set.question()) && contains(set))
                .map(set -> set.question().owner().toString(true))
                .findFirst();
    }

    /** Somebody made it a member again: what was taken away of its records is put back. */
    private LeaveAttempt restoreRecords(
            MeshSnapshot view, MeshName list, CommitLoop.Done<LeaveAttempt> done) {
        var warnings = new ArrayList<Problem>(view.warnings());
        warnings.add(
                Problem.of(
                        host.text(),
                        "was made a member again by another command; its records stay"));
        var edits = edits(view);
        for (Receipt receipt : done.receipts()) {
            for (RRsetChange change : receipt.plan().changes()) {
                Question question = change.question();
                if (change instanceof RRsetChange.Delete(RRset before)
                        && view.zoneOf(question.owner()).zone().rrset(question).isEmpty()) {
                    edits.differenceFor(question.owner()).replace(question, before.dnsRecords());
                }
            }
        }
        return new LeaveAttempt(
                host,
                mesh,
                list,
                done.last().orElseThrow().ttl(),
                edits.steps(),
                Duration.ZERO,
                Optional.empty(),
                Optional.empty(),
                warnings);
    }
}
