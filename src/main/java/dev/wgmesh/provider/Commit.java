package dev.wgmesh.provider;

import dev.wgmesh.plan.Condition;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * One plan carried out by an update of a server. Where its reply is lost the zone is read again;
 * while it is as before, the same update is sent again, which is safe: its prerequisites hold once.
 *
 * <table>
 * <caption>What is told</caption>
 * <tr><th>the server said</th><th>the zone then</th><th>told</th></tr>
 * <tr><td>NOERROR</td><td>has the change, or others changed it since</td><td>committed</td></tr>
 * <tr><td>NOERROR</td><td>lacks it, and it is told why</td><td>refused, or partial</td></tr>
 * <tr><td>a prerequisite fails</td><td>is otherwise</td><td>stale</td></tr>
 * <tr><td>nothing</td><td>has the change</td><td>committed</td></tr>
 * <tr><td>nothing</td><td>is as before</td><td>tried again; in the end unreadable</td></tr>
 * <tr><td>nothing</td><td>is otherwise</td><td>stale</td></tr>
 * <tr><td>nothing</td><td>cannot be read</td><td>tried again; in the end partial</td></tr>
 * </table>
 */
final class Commit {
    private static final int TRIES = 3;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Server server;
    private final ZonePlan plan;
    private final List<SetChange> changes;
    private final long serialBefore;

    /** Whether an update was sent whose reply is not known. */
    private boolean lost;

    /** Whether the zone, when it was last looked at, was as before. */
    private boolean seenAsBefore;

    /**
     * A commit that has not begun.
     *
     * @param serialBefore of the zone when the plan was made
     */
    Commit(Server server, ZonePlan plan, long serialBefore) {
        this.server = server;
        this.plan = plan;
        this.changes = plan.changes().stream().map(SetChange::of).toList();
        this.serialBefore = serialBefore;
    }

    /** How it ended. */
    sealed interface Result {
        /** It was done; the zone has this serial since, or a later one. */
        record Done(long serial) implements Result {}

        /** Nothing was changed, since what was read holds no longer. */
        record Stale(Problem problem) implements Result {}
    }

    /**
     * Carries the plan out.
     *
     * @throws Failure REFUSED or UNREADABLE with the zone as it was; PARTIAL where a part was done,
     *     or it cannot be told whether it was done
     */
    Result run() {
        Optional<Fault> why = Optional.empty();
        for (int tries = 0; tries < TRIES && paused(tries); tries++) {
            Outgoing update = server.signer().sign(UpdateMessage.of(plan, changes, server.id()));
            switch (server.send(update)) {
                case Reply.Answered(Message reply) -> {
                    return answered(reply.getRcode());
                }
                case Reply.Rejected(Fault fault) -> {
                    return rejected(fault);
                }
                case Reply.Unsent(Fault fault) -> why = Optional.of(fault);
                case Reply.Lost(Fault fault) -> {
                    why = Optional.of(fault);
                    lost = true;
                }
            }
            if (!lost) {
                break;
            }
            Optional<Result> result = look();
            if (result.isPresent()) {
                return result.get();
            }
        }
        throw gaveUp(why.orElseThrow());
    }

    private static boolean paused(int tries) {
        try {
            Thread.sleep(PAUSE.multipliedBy(tries));
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return tries == 0;
        }
    }

    private Result answered(int rcode) {
        return switch (rcode) {
            case Rcode.NOERROR -> confirmed();
            case Rcode.YXRRSET, Rcode.NXRRSET, Rcode.YXDOMAIN, Rcode.NXDOMAIN -> stale();
            default -> rejected(new RcodeFaults(server.place(), plan.zone()).updating(rcode, plan));
        };
    }

    /** The server said no to this update; one before it, whose reply was lost, may be done. */
    private Result rejected(Fault fault) {
        if (lost) {
            Optional<Asking.Told> now = read();
            if (now.isEmpty() || isDone(zone(now.get()))) {
                return new Result.Done(now.orElseThrow(() -> gaveUp(fault)).serial());
            }
        }
        throw fault.failure(server.place());
    }

    private Result stale() {
        Optional<Asking.Told> now = read();
        if (now.isEmpty()) {
            if (lost) {
                seenAsBefore = false;
                throw gaveUp(Fault.unreadable("says that the zone has changed", ""));
            }
            return new Result.Stale(changed(server.place().shown()));
        }
        if (lost && isDone(zone(now.get()))) {
            return new Result.Done(now.get().serial());
        }
        return staleness(now.get());
    }

    private Result staleness(Asking.Told now) {
        return new Result.Stale(
                PlanCheck.staleness(zone(now), plan)
                        .orElseGet(() -> changed(server.place().shown())));
    }

    private static Problem changed(String where) {
        return new Problem(where, "changed since it was read", "try again");
    }

    /** What an update whose reply was lost has come to; empty: it is to be sent again. */
    private Optional<Result> look() {
        Optional<Asking.Told> now = read();
        seenAsBefore = false;
        if (now.isEmpty()) {
            return Optional.empty();
        }
        ZoneContents zone = zone(now.get());
        if (isDone(zone)) {
            return Optional.of(new Result.Done(now.get().serial()));
        }
        seenAsBefore = changes.stream().allMatch(change -> change.isUndone(zone));
        return seenAsBefore ? Optional.empty() : Optional.of(staleness(now.get()));
    }

    /**
     * NOERROR is not all: a server also says it of what it passes over (RFC 2136, section 3.4.2).
     */
    private Result confirmed() {
        Optional<Asking.Told> now = read().or(this::read);
        if (now.isEmpty()) {
            return new Result.Done(serialBefore);
        }
        ZoneContents zone = zone(now.get());
        List<Problem> ignored =
                changes.stream().flatMap(change -> Ignored.of(change, zone).stream()).toList();
        boolean someDone =
                changes.stream().anyMatch(change -> !change.isNothing() && change.isDone(zone));
        if (!ignored.isEmpty()) {
            throw new Failure(someDone ? Failure.Kind.PARTIAL : Failure.Kind.REFUSED, ignored);
        }
        if (!isDone(zone) && now.get().serial() == serialBefore) {
            throw Fault.refused(
                            "says NOERROR to the change of "
                                    + plan.zone().toString(true)
                                    + " and has changed nothing",
                            "see its log")
                    .failure(server.place());
        }
        return new Result.Done(now.get().serial());
    }

    private Failure gaveUp(Fault fault) {
        if (!lost || seenAsBefore) {
            return new Fault(fault.kind(), fault.what() + "; nothing was changed", fault.mend())
                    .failure(server.place());
        }
        return Failure.partial(
                server.place().shown(),
                fault.what() + ", and it cannot be told whether the change was made",
                "run the same command again once the server answers: it looks first");
    }

    private boolean isDone(ZoneContents zone) {
        return changes.stream()
                .allMatch(change -> change.missing(zone).isEmpty() && change.left(zone).isEmpty());
    }

    private Optional<Asking.Told> read() {
        var questions = new TreeSet<Question>();
        changes.forEach(change -> questions.add(change.question()));
        for (Condition condition : plan.conditions()) {
            switch (condition) {
                case Condition.Holds(RRset set) -> questions.add(set.question());
                case Condition.Lacks(Question question) -> questions.add(question);
            }
        }
        try {
            return Optional.of(Asking.of(server, plan.zone(), questions));
        } catch (Failure _) {
            return Optional.empty();
        }
    }

    private ZoneContents zone(Asking.Told told) {
        return new ZoneContents(plan.zone(), server.place().shown(), told.records(), List.of());
    }
}
