package dev.wgmesh.provision;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Type;

/**
 * Makes a host a member: its own records first, its entry in the list last, so that no reader ever
 * sees a listed member without its records. What is decided on a reading is committed under the
 * condition that the reading still holds; who loses reads again and decides again. After the last
 * commit it reads once more, and mends what another writer changed in a zone that this condition
 * does not reach.
 */
public final class Join {
    private final Hosting hosting;
    private final JoinRequest request;
    private final Set<Problem> warnings = new LinkedHashSet<>();
    private Optional<JoinAttempt> last = Optional.empty();

    /** A join that has not been decided yet. */
    public Join(Hosting hosting, JoinRequest request) {
        this.hosting = hosting;
        this.request = request;
    }

    /**
     * What the join would do now; nothing is changed.
     *
     * @throws Failure INPUT, UNREADABLE or REFUSED as it could not be done
     */
    public JoinResult plan() {
        JoinAttempt joining = decide(CommitLoop.Done.NOTHING, () -> {});
        var plans = joining.steps().stream().map(CommitLoop.Step::plan).toList();
        return joined(joining, plans, List.of(), List.of());
    }

    /**
     * Joins; every zone it writes must have a provider.
     *
     * @param patience how long a lost race is run again
     * @param keepKey called before anything is written if the fresh key is published
     * @throws Failure INPUT, UNREADABLE or REFUSED with nothing changed; PARTIAL where the member's
     *     own records were written and the list's zone then failed or kept changing
     */
    public JoinResult run(RetryPolicy patience, CommitListener oversight, Runnable keepKey)
            throws InterruptedException {
        var rounds = new CommitLoop(patience, oversight);
        var once = new Once(keepKey);
        JoinAttempt joining = rounds.run(done -> decide(done, once));
        return joined(
                joining,
                rounds.receipts().stream().map(Receipt::plan).toList(),
                rounds.receipts(),
                rounds.unseen());
    }

    private JoinAttempt decide(CommitLoop.Done done, Runnable keepKey) {
        var view =
                MeshSnapshot.read(
                        hosting,
                        request.where().mesh(),
                        request.where().subList(),
                        Optional.of(request.host()));
        view.requireMesh();
        boolean named =
                view.lists(request.host()) || view.names(request.where().list(), request.host());
        if (!named && done.receipts().stream().anyMatch(this::lists)) {
            // It was a member, and somebody has taken it out since: that is the later command.
            return last.orElseThrow().finished();
        }
        JoinAttempt joining = new JoinPlanner(request, view).plan(done, keepKey);
        warnings.addAll(joining.warnings());
        last = Optional.of(joining);
        return joining;
    }

    /** Whether the commit put the host into a list. */
    private boolean lists(Receipt receipt) {
        return receipt.plan().changes().stream()
                .flatMap(change -> change.becomes().stream())
                .anyMatch(set ->
                        set.question().type() == Type.TXT
                                && !set.question()
                                        .owner()
                                        .getLabelString(0)
                                        .equals(RecordFormat.WIREGUARD)
                                && ListEntries.of(set).contains(request.host()));
    }

    private JoinResult joined(
            JoinAttempt joining,
            List<ZonePlan> plans,
            List<Receipt> receipts,
            List<Problem> unseen) {
        var change =
                new MemberChange(
                        request.host(),
                        joining.list(),
                        plans,
                        receipts,
                        new ArrayList<>(warnings),
                        unseen);
        return new JoinResult(change, joining.key(), joining.addresses());
    }

    /**
     * What a join comes to, decided on one view of the mesh.
     *
     * @param list that names the host, or is to
     * @param addresses the member's mesh addresses, kept, chosen or given
     * @param steps the member's own zone first, the list's zone last; empty plans: it has joined
     * @param warnings what did not stop it
     * @param keepKey keeps the fresh key, where that one is published
     */
    record JoinAttempt(
            MeshName list,
            PublicKey key,
            List<IpAddress> addresses,
            List<CommitLoop.Step> steps,
            List<Problem> warnings,
            Runnable keepKey)
            implements CommitLoop.Decision {
        JoinAttempt finished() {
            return new JoinAttempt(list, key, addresses, List.of(), warnings, keepKey);
        }

        @Override
        public void begin() {
            keepKey.run();
        }

        @Override
        public Problem unfinished() {
            return new Problem(
                    "the join to " + list,
                    "is half done: the records of the member are there, its entry may not be",
                    "mend what follows and run the same command again, or take it back with leave");
        }
    }

    /** Something that is done the first time only. */
    private static final class Once implements Runnable {
        private final Runnable action;
        private boolean done;

        Once(Runnable action) {
            this.action = action;
        }

        @Override
        public void run() {
            if (!done) {
                done = true;
                action.run();
            }
        }
    }
}
