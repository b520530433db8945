package dev.wgmesh.provision;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Type;

/**
 * Makes a host a member: its own records first, its entry in the list last, so that no reader ever
 * sees a listed member without its records. What is decided on a reading is committed under the
 * condition that the reading still holds; who loses reads again and decides again. After the last
 * commit it reads once more, and repairs what another writer changed in a zone that this condition
 * does not cover.
 */
public final class Join {
    private final Hosting hosting;
    private final JoinRequest request;
    private final Signing signing;

    /** Creates a join that has not been decided yet. */
    public Join(Hosting hosting, JoinRequest request) {
        this(hosting, request, Signing.NONE);
    }

    /** Creates a join that signs the records of the host, which has not been decided yet. */
    public Join(Hosting hosting, JoinRequest request, Signing signing) {
        this.signing = signing;
        this.hosting = hosting;
        this.request = request;
    }

    /**
     * Returns what the join would do now; nothing is changed.
     *
     * @throws Failure INPUT, UNREADABLE or REFUSED as it could not be done
     */
    public JoinResult plan() {
        return result(CommitLoop.plan(done -> decide(done, () -> {})));
    }

    /**
     * Joins; every zone it writes must have a provider.
     *
     * @param keepKey called once before anything is written, if the fresh key is published
     * @throws Failure INPUT, UNREADABLE or REFUSED with nothing changed; PARTIAL where the member's
     *     own records were written and the list's zone then failed or kept changing
     */
    public JoinResult run(RetryPolicy retry, CommitListener listener, Runnable keepKey)
            throws InterruptedException {
        var once = new RunOnce(keepKey);
        return result(new CommitLoop<JoinAttempt>(retry, listener).run(done -> decide(done, once)));
    }

    private JoinAttempt decide(CommitLoop.Done<JoinAttempt> done, Runnable keepKey) {
        var view =
                MeshSnapshot.read(
                        hosting,
                        request.list().mesh(),
                        request.list().subList(),
                        Optional.of(request.host()));
        view.requireMesh();
        boolean named =
                view.isListed(request.host())
                        || view.listContains(request.list().list(), request.host());
        if (!named && done.receipts().stream().anyMatch(this::addsHost)) {
            // The host was a member, and a later command has removed it.
            return done.last().orElseThrow().withoutSteps();
        }
        return new JoinPlanner(request, view, signing).plan(done.receipts(), keepKey);
    }

    /** Returns whether the commit put the host into a list. */
    private boolean addsHost(Receipt receipt) {
        return receipt.plan().changes().stream()
                .flatMap(change -> change.newRRset().stream())
                .anyMatch(set ->
                        set.question().type() == Type.TXT
                                && !set.question()
                                        .owner()
                                        .getLabelString(0)
                                        .equals(RecordFormat.WIREGUARD)
                                && ListEntries.of(set).contains(request.host()));
    }

    private JoinResult result(CommitLoop.End<JoinAttempt> end) {
        JoinAttempt joined = end.decision();
        var change = new MemberChange(request.host(), joined.list(), end.result());
        return new JoinResult(change, joined.key(), joined.addresses());
    }

    /**
     * What a join comes to, decided on one view of the mesh.
     *
     * @param list that names the host, or is to
     * @param addresses the member's mesh addresses, kept, chosen or given
     * @param steps the member's own zone first, the list's zone last; empty plans: it has joined
     * @param warnings what did not stop it
     * @param saveKey keeps the fresh key, where that one is published
     */
    record JoinAttempt(
            MeshName list,
            PublicKey key,
            List<IpAddress> addresses,
            List<CommitLoop.Step> steps,
            List<Problem> warnings,
            Runnable saveKey)
            implements CommitLoop.Decision {
        JoinAttempt withoutSteps() {
            return new JoinAttempt(list, key, addresses, List.of(), warnings, saveKey);
        }

        @Override
        public void begin() {
            saveKey.run();
        }

        @Override
        public String unfinished() {
            return "the records of the host are written, its entry in " + list + " may be missing";
        }
    }
}
