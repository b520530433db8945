package dev.wgmesh.provider.server;

import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provider.PlanCheck;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;

/**
 * A zone on a server that takes updates (RFC 2136). What a commit is conditional on the server
 * itself checks; so a reading's version is only shown, not compared.
 */
final class ServerProvider implements ZoneProvider {
    /** How long a transfer is as good as a new one: other clients wait for a plan longer. */
    private static final Duration MOMENT = Duration.ofSeconds(10);

    private final DnsClient server;
    private final Name apex;
    private final InstantSource clock;
    private volatile boolean refusesTransfers;
    private volatile Optional<LastSoa> lastSoa = Optional.empty();
    private volatile Optional<Transferred> transferred = Optional.empty();
    private Optional<EarlyReading> early = Optional.empty();
    private boolean isBasisRead;

    ServerProvider(DnsClient server, Name apex, InstantSource clock) {
        this.server = server;
        this.apex = apex;
        this.clock = clock;
    }

    /** The zone's SOA in a reading, for the later parts of the same reading. */
    private record LastSoa(ReadingBudget budget, SOARecord soa) {}

    /** A whole zone that was read before the first plan: to find a mesh, say. */
    private record EarlyReading(Reading whole, Instant at) {}

    /**
     * The zone as transferred last.
     *
     * @param updated whether an update was sent since
     */
    private record Transferred(AxfrTransfer.Result.Complete whole, boolean updated) {
        Transferred afterUpdate() {
            return new Transferred(whole, true);
        }
    }

    /** A part of a zone or all of it; its version is the serial. */
    private record ServerReading(ZoneContents zone, long serial, boolean isComplete)
            implements Reading {
        @Override
        public String version() {
            return String.valueOf(serial);
        }
    }

    @Override
    public Reading read(Collection<Question> wanted) {
        return read(wanted, server.budget());
    }

    /** Reads the zone, or returns what this command transferred a moment ago for its first plan. */
    @Override
    public Reading read(Collection<Question> wanted, ReadingBudget budget) {
        Optional<Reading> known = takeEarly();
        return known.isPresent() ? known.get() : read(budget, () -> readByQueries(wanted, budget));
    }

    private synchronized Optional<Reading> takeEarly() {
        Optional<Reading> known =
                early.filter(reading -> reading.at().plus(MOMENT).isAfter(clock.instant()))
                        .map(EarlyReading::whole);
        early = Optional.empty();
        isBasisRead = true;
        return known;
    }

    @Override
    public Reading answers(Collection<Question> wanted, ReadingBudget budget) {
        Instant now = clock.instant();
        Reading reading = read(budget, () -> answerByQueries(wanted, budget));
        synchronized (this) {
            if (!isBasisRead && reading.isComplete()) {
                early = Optional.of(new EarlyReading(reading, now));
            }
        }
        return reading;
    }

    private Reading read(ReadingBudget budget, Supplier<Reading> queries) {
        return switch (server.location().read()) {
            case ANY -> refusesTransfers ? queries.get() : transferOrQuery(budget, queries);
            case TRANSFER ->
                    switch (transfer(budget)) {
                        case AxfrTransfer.Result.Complete whole -> reading(whole);
                        case AxfrTransfer.Result.Refused(DnsServerFault fault) ->
                                throw failure(fault);
                        case AxfrTransfer.Result.Incomplete(DnsServerFault fault) ->
                                throw failure(fault);
                    };
            case ASK -> queries.get();
        };
    }

    private Reading transferOrQuery(ReadingBudget budget, Supplier<Reading> queries) {
        return switch (transfer(budget)) {
            case AxfrTransfer.Result.Complete whole -> reading(whole);
            case AxfrTransfer.Result.Refused _ -> {
                refusesTransfers = true;
                yield queries.get();
            }
            case AxfrTransfer.Result.Incomplete(DnsServerFault fault) -> throw failure(fault);
        };
    }

    /** Transfers the zone, or what changed in it since this command transferred it. */
    private AxfrTransfer.Result transfer(ReadingBudget budget) {
        Optional<AxfrTransfer.Result> since =
                transferred.flatMap(known -> transferSince(known, budget));
        AxfrTransfer.Result result =
                since.isPresent() ? since.get() : AxfrTransfer.of(server, apex, budget);
        if (result instanceof AxfrTransfer.Result.Complete whole) {
            transferred = Optional.of(new Transferred(whole, false));
        }
        return result;
    }

    /**
     * Returns the zone by its changes; empty where it must be transferred as a whole. A server that
     * does not raise the serial for an update does not know what changed.
     */
    private Optional<AxfrTransfer.Result> transferSince(Transferred known, ReadingBudget budget) {
        return known.whole()
                .zone()
                .soaRecord()
                .map(soa -> AxfrTransfer.since(server, known.whole().zone(), soa, budget))
                .filter(result ->
                        result instanceof AxfrTransfer.Result.Complete(_, long serial)
                                && !(known.updated() && serial == known.whole().serial()));
    }

    private static Reading reading(AxfrTransfer.Result.Complete whole) {
        return new ServerReading(whole.zone(), whole.serial(), true);
    }

    private Reading readByQueries(Collection<Question> wanted, ReadingBudget budget) {
        QueryReading.Answers answers = QueryReading.of(server, apex, wanted, budget);
        lastSoa = Optional.of(new LastSoa(budget, answers.soa()));
        return reading(answers);
    }

    private Reading answerByQueries(Collection<Question> wanted, ReadingBudget budget) {
        Optional<SOARecord> soa = lastSoa.filter(last -> last.budget() == budget).map(LastSoa::soa);
        QueryReading.Answers answers =
                QueryReading.withoutSerialCheck(server, apex, wanted, soa, budget);
        lastSoa = Optional.of(new LastSoa(budget, answers.soa()));
        return reading(answers);
    }

    private Reading reading(QueryReading.Answers answers) {
        var zone = new ZoneContents(apex, description(), answers.records(), List.of());
        return new ServerReading(zone, answers.serial(), false);
    }

    private Failure failure(DnsServerFault fault) {
        return fault.unreadable().failure(server.location());
    }

    @Override
    public Outcome commit(Reading basis, ZonePlan plan) {
        PlanCheck.requireApplicable(basis.zone(), description(), plan);
        long serial = Long.parseLong(basis.version());
        if (plan.isEmpty() && plan.conditions().isEmpty()) {
            return committed(plan, serial);
        }
        transferred = transferred.map(Transferred::afterUpdate);
        return switch (new UpdateCommit(server, plan, serial).run()) {
            case UpdateCommit.Result.Done(long after) -> committed(plan, after);
            case UpdateCommit.Result.Stale(var problem) -> new Outcome.Stale(problem);
        };
    }

    private Outcome committed(ZonePlan plan, long serial) {
        return new Outcome.Committed(
                new Receipt(plan, description(), serial, clock.instant(), Optional.empty()));
    }

    @Override
    public String description() {
        return server.location().shown();
    }
}
