package dev.wgmesh.provision;

import dev.wgmesh.dns.ApexLookup;
import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneProvider.Reading;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.xbill.DNS.Name;

/**
 * A zone as it was read for a change of it.
 *
 * @param provider which commits the change on the basis of the reading; empty: it is printed
 * @param zone all of it, or the RRsets that were asked for
 * @param whole whether it is all of it
 */
record HostedZone(Optional<ProviderReading> provider, ZoneContents zone, boolean whole) {
    /** A reading, and the place it came from. */
    record ProviderReading(ZoneProvider provider, Reading basis) {}

    /** Reads a zone by itself. */
    static HostedZone read(ZoneProvider provider, Collection<Question> questions) {
        return of(provider, provider.read(questions));
    }

    /** Reads a zone as a part of a larger reading. */
    static HostedZone read(
            ZoneProvider provider, Collection<Question> questions, ReadingBudget budget) {
        return of(provider, provider.read(questions, budget));
    }

    private static HostedZone of(ZoneProvider provider, Reading reading) {
        return new HostedZone(
                Optional.of(new ProviderReading(provider, reading)),
                reading.zone(),
                reading.isComplete());
    }

    /**
     * Returns the part of a zone that a change of these RRsets is decided on, by single questions.
     *
     * @throws Failure UNREADABLE where one of them, or the apex, is unknown
     */
    static HostedZone query(DnsSource source, Name owner, Collection<Question> questions) {
        Name apex = apex(source, owner);
        var records = new ArrayList<ZoneRecord>();
        var problems = new ArrayList<Problem>();
        var within = questions.stream().filter(q -> q.owner().subdomain(apex)).toList();
        Map<Question, DnsAnswer<RRset>> answers = source.query(within);
        for (Question question : new TreeSet<>(within)) {
            switch (answers.get(question)) {
                case DnsAnswer.Found<RRset>(RRset set, _) -> records.addAll(set.records());
                case DnsAnswer.Failed<RRset>(Problem problem) -> problems.add(problem);
                case DnsAnswer.Absent<RRset> _ -> {}
                case null -> {}
            }
        }
        Failure.throwIfAny(Failure.Kind.UNREADABLE, problems);
        return new HostedZone(
                Optional.empty(),
                new ZoneContents(apex, source.description(), records, List.of()),
                false);
    }

    private static Name apex(DnsSource source, Name owner) {
        return ApexLookup.soa(owner, source)
                .map(soa -> soa.getName())
                .orElseThrow(() ->
                        Failure.unreadable(
                                owner.toString(true),
                                "no zone holds this name: no SOA record up to "
                                        + new Name(owner, owner.labels() - 2).toString(true),
                                "name the place of its zone: --zones DIR, --server HOST or"
                                        + " --route53"));
    }
}
