package dev.wgmesh.provision;

import dev.wgmesh.dns.DnsSource;
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
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

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

    static HostedZone read(ZoneProvider provider, Collection<Question> questions) {
        Reading reading = provider.read(questions);
        return new HostedZone(
                Optional.of(new ProviderReading(provider, reading)),
                reading.zone(),
                reading.isComplete());
    }

    /**
     * The part of a zone that a change of these RRsets is decided on, by single questions.
     *
     * @throws Failure UNREADABLE where one of them, or the apex, cannot be told
     */
    static HostedZone query(DnsSource source, Name owner, Collection<Question> questions) {
        Name apex = apex(source, owner);
        var records = new ArrayList<ZoneRecord>();
        var problems = new ArrayList<Problem>();
        var within = questions.stream().filter(q -> q.owner().subdomain(apex)).toList();
        for (DnsAnswer<RRset> answer : source.query(within).values()) {
            switch (answer) {
                case DnsAnswer.Found<RRset>(RRset set, _) -> records.addAll(set.records());
                case DnsAnswer.Failed<RRset>(Problem problem) -> problems.add(problem);
                case DnsAnswer.Absent<RRset> _ -> {}
            }
        }
        Failure.throwIfAny(Failure.Kind.UNREADABLE, problems);
        return new HostedZone(
                Optional.empty(),
                new ZoneContents(apex, source.description(), records, List.of()),
                false);
    }

    private static Name apex(DnsSource source, Name owner) {
        var above = new ArrayList<Question>();
        for (Name name = owner; name.labels() > 1; name = new Name(name, 1)) {
            above.add(new Question(name, Type.SOA));
        }
        var answers = source.query(above);
        for (Question question : above) {
            Optional<DnsAnswer<RRset>> answer = Optional.ofNullable(answers.get(question));
            if (answer.flatMap(DnsAnswer::found)
                    .filter(set -> set.question().equals(question))
                    .isPresent()) {
                return question.owner();
            }
        }
        Question last = above.getLast();
        if (answers.get(above.getFirst()) instanceof DnsAnswer.Failed<RRset>(Problem problem)) {
            throw new Failure(Failure.Kind.UNREADABLE, List.of(problem));
        }
        throw Failure.unreadable(
                owner.toString(true),
                "no zone holds this name: no SOA record up to " + last.owner().toString(true),
                "name the place of its zone: --zones DIR, --server HOST or --route53");
    }
}
