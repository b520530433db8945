package dev.wgmesh.provider.server;

import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Rcode;

/**
 * One plan carried out by an update of a server. Where its reply is lost the zone is read again;
 * while it is as before, the same update is sent again, which is safe: its prerequisites hold once.
 *
 * <table>
 * <caption>Outcomes</caption>
 * <tr><th>answer of the server</th><th>the zone then</th><th>outcome</th></tr>
 * <tr><td>NOERROR</td><td>has the change, or others changed it since, or cannot be read</td>
 *     <td>committed</td></tr>
 * <tr><td>NOERROR</td><td>lacks it, and shows why</td><td>refused, or partial</td></tr>
 * <tr><td>NOERROR</td><td>is as before</td><td>read again; in the end partial</td></tr>
 * <tr><td>a prerequisite fails</td><td>has other records</td><td>stale</td></tr>
 * <tr><td>nothing</td><td>has the change</td><td>committed</td></tr>
 * <tr><td>none, it closed the connection</td><td>is as before</td><td>tried again; in the end
 *     unreadable</td></tr>
 * <tr><td>a rejection without a signature</td><td>is as before</td><td>tried again; in the end the
 *     rejection</td></tr>
 * <tr><td>nothing in time</td><td>is as before</td><td>tried again; in the end partial</td></tr>
 * <tr><td>nothing</td><td>has other records</td><td>stale</td></tr>
 * <tr><td>nothing</td><td>cannot be read</td><td>tried again; in the end partial</td></tr>
 * </table>
 */
final class UpdateCommit {
    private static final int TRIES = 3;
    private static final int READ_TRIES = 6;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final DnsClient server;
    private final ZonePlan plan;
    private final List<RecordChange> changes;
    private final long serialBefore;

    /** Whether an update was sent whose reply is not known or not proved. */
    private boolean lost;

    /** Whether the server may still carry out an update that it did not answer in time. */
    private boolean mayBeLate;

    /** The last rejection that is not proved; empty: there was none. */
    private Optional<DnsServerFault> rejection = Optional.empty();

    /** Whether the zone, when it was last read after a lost reply, was as before. */
    private boolean seenAsBefore;

    /**
     * Creates a commit that has not begun.
     *
     * @param serialBefore of the zone when the plan was made
     */
    UpdateCommit(DnsClient server, ZonePlan plan, long serialBefore) {
        this.server = server;
        this.plan = plan;
        this.changes = plan.changes().stream().map(RecordChange::of).toList();
        this.serialBefore = serialBefore;
    }

    /** The end of a commit. */
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
     *     or it is unknown whether it was done
     */
    Result run() {
        DnsServerFault why =
                DnsServerFault.unreadable("was not asked: this command was interrupted", "");
        for (int tries = 0; tries < TRIES && pause(tries); tries++) {
            SignedMessage update =
                    server.signer().sign(UpdateMessage.of(plan, changes, server.id()));
            switch (server.send(update)) {
                case ServerReply.Answered(var reply) -> {
                    if (!server.signer().isUnproved(reply)) {
                        return answered(reply.getRcode());
                    }
                    why = unproved(faults().ofUpdate(reply.getRcode(), plan));
                }
                case ServerReply.Rejected(DnsServerFault fault) -> why = unproved(fault);
                case ServerReply.Unsent(DnsServerFault fault) -> why = fault;
                case ServerReply.Lost(DnsServerFault fault, boolean late) -> {
                    why = fault;
                    lost = true;
                    mayBeLate |= late;
                }
            }
            Optional<Result> result = lost ? readOutcome() : Optional.empty();
            if (result.isPresent()) {
                return result.get();
            }
            if (!lost) {
                break;
            }
        }
        throw retriesExhausted(why);
    }

    /**
     * Returns the fault, as of a lost reply: anybody on the way can have sent an unsigned
     * rejection.
     */
    private DnsServerFault unproved(DnsServerFault fault) {
        lost = true;
        rejection = Optional.of(fault);
        return fault;
    }

    private static boolean pause(int times) {
        try {
            Thread.sleep(PAUSE.toMillis() * times);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Optional<ReadBack> read(boolean settled) {
        return ReadBack.read(server, plan, changes, settled);
    }

    /** Other writers may change the zone while it is read, so one failed reading says little. */
    private Optional<ReadBack> readWithRetries() {
        Optional<ReadBack> now = read(false);
        for (int tries = 1; now.isEmpty() && tries < READ_TRIES && pause(tries); tries++) {
            now = read(false);
        }
        return now;
    }

    private Result answered(int rcode) {
        return switch (rcode) {
            case Rcode.NOERROR -> confirmed();
            case Rcode.YXRRSET, Rcode.NXRRSET, Rcode.YXDOMAIN, Rcode.NXDOMAIN -> stale();
            case Rcode.SERVFAIL -> {
                // It may have failed after the change was made, or at a primary it was handed to.
                lost = true;
                yield rejected(faults().ofUpdate(rcode, plan));
            }
            default -> rejected(faults().ofUpdate(rcode, plan));
        };
    }

    private RcodeFaults faults() {
        return new RcodeFaults(server.location(), plan.zone());
    }

    /**
     * Returns the outcome after a rejection: an earlier update, whose reply was lost, may be done.
     */
    private Result rejected(DnsServerFault fault) {
        if (!lost) {
            throw fault.failure(server.location());
        }
        Optional<ReadBack> now = readWithRetries();
        if (now.filter(ReadBack::isAppliedConcurrently).isPresent()) {
            return new Result.Done(now.get().serial());
        }
        if (now.isPresent() && !mayBeLate) {
            throw fault.failure(server.location());
        }
        throw unknownOutcome(fault);
    }

    private Result stale() {
        Optional<ReadBack> now = lost ? readWithRetries() : read(true);
        if (now.isEmpty() && lost) {
            throw unknownOutcome(
                    DnsServerFault.unreadable(
                            "no longer holds the records that the change is based on", ""));
        }
        if (now.isEmpty()) {
            return new Result.Stale(changed());
        }
        return lost && now.get().isAppliedConcurrently()
                ? new Result.Done(now.get().serial())
                : staleness(now.get());
    }

    private Result staleness(ReadBack now) {
        Optional<Problem> differs = now.staleness();
        if (differs.isEmpty()) {
            WildcardCheck.requireNone(server, plan);
        }
        return new Result.Stale(differs.orElseGet(this::changed));
    }

    private Problem changed() {
        return new Problem(
                server.location().shown(),
                "changed since it was read",
                "run the same command again");
    }

    /** Returns what an update whose reply was lost has come to; empty: it is to be sent again. */
    private Optional<Result> readOutcome() {
        Optional<ReadBack> now = read(false);
        seenAsBefore = now.filter(ReadBack::isUnchanged).isPresent();
        if (now.isEmpty()) {
            return Optional.empty();
        }
        if (now.get().isAppliedConcurrently()) {
            return Optional.of(new Result.Done(now.get().serial()));
        }
        return seenAsBefore ? Optional.empty() : Optional.of(staleness(now.get()));
    }

    /** NOERROR is not all: a server also says it to what it passes over (RFC 2136, 3.4.2). */
    private Result confirmed() {
        boolean unchanged = false;
        for (int tries = 0; tries < TRIES && pause(2 * tries); tries++) {
            Optional<ReadBack> now = read(true);
            if (now.isEmpty()) {
                continue;
            }
            List<Problem> ignored = now.get().unappliedChanges();
            if (!ignored.isEmpty()) {
                throw new Failure(
                        now.get().isPartlyApplied() ? Failure.Kind.PARTIAL : Failure.Kind.REFUSED,
                        ignored);
            }
            if (now.get().isApplied() || !now.get().isUnchanged()) {
                return new Result.Done(now.get().serial());
            }
            unchanged = true;
        }
        if (unchanged) {
            throw Failure.partial(
                    server.location().shown(),
                    "answered NOERROR to the change of "
                            + plan.zone().toString(true)
                            + ", but its zone is unchanged",
                    "run the same command again (no change is made twice); if the server is"
                            + " a secondary, name the primary: --server HOST");
        }
        return new Result.Done(serialBefore);
    }

    private Failure retriesExhausted(DnsServerFault fault) {
        if (lost && (mayBeLate || !seenAsBefore)) {
            return unknownOutcome(fault);
        }
        return rejection
                .orElseGet(() ->
                        DnsServerFault.unreadable(
                                fault.what() + "; nothing was changed", fault.fix()))
                .failure(server.location());
    }

    private Failure unknownOutcome(DnsServerFault fault) {
        return Failure.partial(
                server.location().shown(),
                fault.what() + "; whether the change was made is unknown",
                "run the same command again when the server answers; no change is made twice");
    }
}
