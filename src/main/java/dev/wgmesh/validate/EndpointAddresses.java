package dev.wgmesh.validate;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/**
 * The addresses to which packets for a member are sent.
 *
 * @param all addresses at its host name or its SRV targets, sorted
 * @param complete whether none of the lookups failed
 */
public record EndpointAddresses(Set<IpAddress> all, boolean complete) {
    static EndpointAddresses of(HostName host, SnapshotLookup lookup) {
        DnsAnswer<RRset> service = lookup.answer(new Question(OwnerNames.service(host), Type.SRV));
        List<Name> targets =
                service.found().isEmpty()
                        ? List.of(Question.name(host))
                        : RecordTexts.records(service)
                                .map(r -> ((SRVRecord) r.record()).getTarget())
                                .filter(target -> !target.equals(Name.root))
                                .distinct()
                                .toList();
        List<DnsAnswer<RRset>> answers =
                targets.stream()
                        .flatMap(name ->
                                Stream.of(
                                        lookup.answer(new Question(name, Type.A)),
                                        lookup.answer(new Question(name, Type.AAAA))))
                        .toList();
        var all = new TreeSet<IpAddress>();
        answers.stream().flatMap(RecordTexts::records).map(RecordTexts::address).forEach(all::add);
        return new EndpointAddresses(
                all, !service.isFailed() && answers.stream().noneMatch(DnsAnswer::isFailed));
    }
}
