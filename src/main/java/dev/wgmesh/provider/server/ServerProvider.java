package dev.wgmesh.provider.server;

import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provider.PlanCheck;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
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
                    switch (AxfrTransfer.of(server, apex, budget)) {
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
        return switch (AxfrTransfer.of(server, apex, budget)) {
            case AxfrTransfer.Result.Complete whole -> reading(whole);
            case AxfrTransfer.Result.Refused _ -> {
                refusesTransfers = true;
                yield queries.get();
            }
            case AxfrTransfer.Result.Incomplete(DnsServerFault fault) -> throw failure(fault);
        };
    }

    private Reading reading(AxfrTransfer.Result.Complete whole) {
        return new ServerReading(contents(whole.records()), whole.serial(), true);
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
        return new ServerReading(contents(answers.records()), answers.serial(), false);
    }

    private ZoneContents contents(List<ZoneRecord> records) {
        return new ZoneContents(apex, description(), records, List.of());
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
