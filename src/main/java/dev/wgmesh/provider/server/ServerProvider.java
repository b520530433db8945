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
    private final DnsClient server;
    private final Name apex;
    private final InstantSource clock;
    private volatile boolean refusesTransfers;
    private volatile Optional<LastSoa> lastSoa = Optional.empty();

    ServerProvider(DnsClient server, Name apex, InstantSource clock) {
        this.server = server;
        this.apex = apex;
        this.clock = clock;
    }

    /** The zone's SOA in a reading, for the later parts of the same reading. */
    private record LastSoa(ReadingBudget budget, SOARecord soa) {}

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

    @Override
    public Reading read(Collection<Question> wanted, ReadingBudget budget) {
        return read(budget, () -> readByQueries(wanted, budget));
    }

    @Override
    public Reading answers(Collection<Question> wanted, ReadingBudget budget) {
        return read(budget, () -> answerByQueries(wanted, budget));
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
