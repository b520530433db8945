package dev.wgmesh.dns;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.AncestorNames;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;

/** The lookup of the zone that holds a name. */
public final class ApexLookup {
    private ApexLookup() {}

    /**
     * Returns the nearest SOA at or above the name; empty where there is none. Its owner is the
     * apex.
     *
     * @throws Failure UNREADABLE if the lookup of a nearer SOA failed, which may be that of the
     *     zone
     */
    public static Optional<SOARecord> soa(Name owner, DnsSource source) {
        List<Question> above = AncestorNames.soaQuestions(owner);
        Map<Question, DnsAnswer<RRset>> answers = source.query(above);
        for (Question question : above) {
            Optional<DnsAnswer<RRset>> answer = Optional.ofNullable(answers.get(question));
            Failure.throwIfAny(
                    Failure.Kind.UNREADABLE, answer.flatMap(DnsAnswer::failure).stream().toList());
            Optional<SOARecord> soa =
                    answer.flatMap(DnsAnswer::found)
                            // behind an alias is the SOA of another name
                            .filter(set -> set.question().equals(question))
                            .map(set -> (SOARecord) set.dnsRecords().getFirst());
            if (soa.isPresent()) {
                return soa;
            }
        }
        return Optional.empty();
    }
}
