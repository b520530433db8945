package dev.wgmesh.provider;

import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.Serial;
import dev.wgmesh.zone.ZoneContents;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/** A zone that lives as long as this object, under the same rules as one that is hosted. */
public final class MemoryProvider implements ZoneProvider {
    private final InstantSource clock;
    private ZoneContents zone;
    private long version;

    /**
     * Creates a zone that begins as given.
     *
     * @param zone without findings, with one SOA
     */
    public MemoryProvider(ZoneContents zone, InstantSource clock) {
        this.zone = zone;
        this.clock = clock;
        serial();
    }

    @Override
    public synchronized Reading read(Collection<Question> wanted) {
        return new CompleteReading(zone, String.valueOf(version));
    }

    @Override
    public synchronized Outcome commit(Reading basis, ZonePlan plan) {
        PlanCheck.requireApplicable(zone, description(), plan);
        if (!basis.version().equals(String.valueOf(version))) {
            return new Outcome.Stale(
                    new Problem(
                            description(),
                            "changed since it was read",
                            "run the same command again"));
        }
        Optional<Problem> stale = PlanCheck.staleness(zone, plan);
        if (stale.isPresent()) {
            return new Outcome.Stale(stale.get());
        }
        if (!plan.isEmpty()) {
            zone = changed(PlanCheck.desiredRecords(plan));
            version++;
        }
        return new Outcome.Committed(
                new Receipt(plan, description(), serial(), clock.instant(), Optional.empty()));
    }

    @Override
    public String description() {
        return zone.source();
    }

    private ZoneContents changed(SortedMap<Question, List<Record>> wanted) {
        var all = new LinkedHashMap<>(wanted);
        zone.soaRecord()
                .ifPresent(soa ->
                        all.put(new Question(zone.apex(), Type.SOA), List.of(withNextSerial(soa))));
        return zone.with(all);
    }

    private SOARecord withNextSerial(SOARecord soa) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return Serial.in(soa, Serial.next(soa.getSerial(), today));
    }

    private long serial() {
        return zone.soaRecord()
                .map(SOARecord::getSerial)
                .orElseThrow(() -> Failure.refused(zone.source(), "has no SOA record", "add one"));
    }
}
