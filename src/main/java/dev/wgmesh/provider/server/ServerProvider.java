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
import org.xbill.DNS.Name;

/**
 * A zone on a server that takes updates (RFC 2136). What a commit is conditional on the server
 * itself checks; so a reading's version is only shown, not compared.
 */
final class ServerProvider implements ZoneProvider {
    private final DnsClient server;
    private final Name apex;
    private final InstantSource clock;
    private volatile boolean refusesTransfers;

    ServerProvider(DnsClient server, Name apex, InstantSource clock) {
        this.server = server;
        this.apex = apex;
        this.clock = clock;
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

    @Override
    public Reading read(Collection<Question> wanted, ReadingBudget budget) {
        return switch (server.location().read()) {
            case ANY ->
                    refusesTransfers
                            ? readByQueries(wanted, budget)
                            : transferOrQuery(wanted, budget);
            case TRANSFER ->
                    switch (AxfrTransfer.of(server, apex, budget)) {
                        case AxfrTransfer.Result.Complete whole -> reading(whole);
                        case AxfrTransfer.Result.Refused(DnsServerFault fault) ->
                                throw failure(fault);
                        case AxfrTransfer.Result.Incomplete(DnsServerFault fault) ->
                                throw failure(fault);
                    };
            case ASK -> readByQueries(wanted, budget);
        };
    }

    private Reading transferOrQuery(Collection<Question> wanted, ReadingBudget budget) {
        return switch (AxfrTransfer.of(server, apex, budget)) {
            case AxfrTransfer.Result.Complete whole -> reading(whole);
            case AxfrTransfer.Result.Refused _ -> {
                refusesTransfers = true;
                yield readByQueries(wanted, budget);
            }
            case AxfrTransfer.Result.Incomplete(DnsServerFault fault) -> throw failure(fault);
        };
    }

    private Reading reading(AxfrTransfer.Result.Complete whole) {
        return new ServerReading(contents(whole.records()), whole.serial(), true);
    }

    private Reading readByQueries(Collection<Question> wanted, ReadingBudget budget) {
        QueryReading.Answers answers = QueryReading.of(server, apex, wanted, budget);
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
