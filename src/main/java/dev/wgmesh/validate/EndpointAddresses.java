package dev.wgmesh.validate;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneRecord;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The addresses to which packets for a member are sent.
 *
 * @param records at its host name or its SRV targets, by address, sorted
 * @param complete whether none of the lookups failed
 */
public record EndpointAddresses(SortedMap<IpAddress, ZoneRecord> records, boolean complete) {
    static EndpointAddresses of(HostName host, DnsAnswer<RRset> service, SnapshotLookup lookup) {
        List<Name> targets =
                service.found().isEmpty()
                        ? List.of(Question.name(host))
                        : RRset.records(service)
                                .map(ZoneRecord::target)
                                .filter(target -> !target.equals(Name.root))
                                .distinct()
                                .toList();
        List<DnsAnswer<RRset>> answers =
                targets.stream()
                        .flatMap(name ->
                                Stream.of(
                                        lookup.look(new Question(name, Type.A)),
                                        lookup.look(new Question(name, Type.AAAA))))
                        .toList();
        var records = new TreeMap<IpAddress, ZoneRecord>();
        answers.stream()
                .flatMap(RRset::records)
                .forEach(record -> records.putIfAbsent(record.address(), record));
        return new EndpointAddresses(
                records, !service.isFailed() && answers.stream().noneMatch(DnsAnswer::isFailed));
    }

    /** Returns the addresses, sorted. */
    public Set<IpAddress> all() {
        return records.keySet();
    }
}
