package dev.wgmesh.provision;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider.Outcome;
import dev.wgmesh.zone.Question;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Makes a host a member: its own records first, its entry in the list last, so that no reader ever
 * sees a listed member without its records. What is decided on a reading is committed under the
 * condition that the reading still holds; who loses reads again and decides again.
 */
public final class Join {
    private final Hosting hosting;
    private final JoinRequest request;

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
    public Joined plan() {
        Joining joining = decide().joining();
        return joined(joining, joining.plans(), List.of(), joining.warnings());
    }

    /**
     * Joins; every zone it writes must have a provider.
     *
     * @param patience how long a lost race is run again
     * @param keepKey called once, before anything is written, if the fresh key is published
     * @throws Failure INPUT, UNREADABLE or REFUSED with nothing changed; PARTIAL where the member's
     *     own records were written and the list's zone then failed or kept changing
     */
    public Joined run(Patience patience, Runnable keepKey) throws InterruptedException {
        var written = new ArrayList<ZonePlan>();
        var receipts = new ArrayList<Receipt>();
        var warnings = new LinkedHashSet<Problem>();
        boolean keyKept = false;
        while (true) {
            Round round = decideAfter(written);
            Joining joining = round.joining();
            warnings.addAll(joining.warnings());
            Optional<ZonePlan> next =
                    joining.plans().stream().filter(plan -> !plan.isEmpty()).findFirst();
            if (next.isEmpty()) {
                return joined(joining, written, receipts, warnings);
            }
            if (joining.freshKey() && !keyKept) {
                keepKey.run();
                keyKept = true;
            }
            switch (commit(round, next.get(), written)) {
                case Outcome.Committed(Receipt receipt) -> {
                    written.add(receipt.plan());
                    receipts.add(receipt);
                }
                case Outcome.Stale(Problem problem) -> {
                    if (!patience.again()) {
                        throw lost(problem, written);
                    }
                }
            }
        }
    }

    private Round decideAfter(List<ZonePlan> written) {
        try {
            return decide();
        } catch (Failure failure) {
            throw written.isEmpty() ? failure : partial(failure.problems());
        }
    }

    private Outcome commit(Round round, ZonePlan plan, List<ZonePlan> written) {
        HostedZone.Hosted hosted = round.view().zoneOf(plan.zone()).provider().orElseThrow();
        try {
            return hosted.provider().commit(hosted.basis(), plan);
        } catch (Failure failure) {
            throw written.isEmpty() ? failure : partial(failure.problems());
        }
    }

    private Failure lost(Problem problem, List<ZonePlan> written) {
        if (!written.isEmpty()) {
            return partial(List.of(problem));
        }
        return Failure.refused(
                problem.where(),
                "kept changing for longer than the patience of this command; nothing was changed",
                "run it again");
    }

    private Failure partial(List<Problem> why) {
        var problems = new ArrayList<Problem>();
        problems.add(
                new Problem(
                        request.host().text(),
                        "has its own records, but is not in the list " + request.list() + " yet",
                        "mend what follows and run the same command again"));
        problems.addAll(why);
        return new Failure(Failure.Kind.PARTIAL, problems);
    }

    private Round decide() {
        List<Question> written = JoinPlanner.written(request);
        var view = MeshView.read(hosting, request.list(), written, Optional.of(request.host()));
        view.requireMesh();
        return new Round(view, new JoinPlanner(request, view).plan());
    }

    private Joined joined(
            Joining joining,
            List<ZonePlan> plans,
            List<Receipt> receipts,
            Collection<Problem> warnings) {
        List<IpAddress> addresses = joining.addresses();
        return new Joined(
                request.host(),
                request.list(),
                joining.key(),
                addresses,
                plans.stream().filter(plan -> !plan.isEmpty()).toList(),
                receipts,
                List.copyOf(warnings));
    }

    private record Round(MeshView view, Joining joining) {}
}
