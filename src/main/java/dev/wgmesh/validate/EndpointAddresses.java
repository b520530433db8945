package dev.wgmesh.validate;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.zone.MemberRecords;
import dev.wgmesh.zone.NameAnswers;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xbill.DNS.Name;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/**
 * The addresses to which packets for a member are sent.
 *
 * @param records at its host name or its SRV targets, by address, sorted
 * @param complete whether none of the lookups failed
 * @param reflexiveComplete the same of its endpoints as others see them
 * @param byName the records at each of these names, and at the names of its endpoint as others see
 *     it; IPv4 first
 */
public record EndpointAddresses(
        SortedMap<IpAddress, ZoneRecord> records,
        boolean complete,
        boolean reflexiveComplete,
        Map<Name, List<ZoneRecord>> byName) {
    static EndpointAddresses of(MemberRecords member, SnapshotLookup lookup) {
        DnsAnswer<RRset> service = member.service();
        List<Name> targets =
                service.found().isPresent()
                        ? RRset.records(service).map(ZoneRecord::target).distinct().toList()
                        : List.of(member.dnsName());
        var byName = new LinkedHashMap<Name, List<ZoneRecord>>();
        var records = new TreeMap<IpAddress, ZoneRecord>();
        boolean complete = !service.isFailed();
        for (Name target : targets) {
            boolean read = look(target, lookup, byName);
            if (!target.equals(Name.root)) {
                complete &= read;
                byName.getOrDefault(target, List.of())
                        .forEach(record -> records.putIfAbsent(record.address(), record));
            }
        }
        boolean reflexiveComplete = !member.reflexive().isFailed();
        if (member.reflexive() instanceof DnsAnswer.Found<RRset>(RRset set, _)) {
            for (ZoneRecord record : set.records()) {
                if (!byName.containsKey(record.target())) {
                    reflexiveComplete &= look(record.target(), lookup, byName);
                }
            }
        }
        return new EndpointAddresses(records, complete, reflexiveComplete, byName);
    }

    /** Adds the addresses at a name; returns whether none of the lookups failed. */
    private static boolean look(
            Name name, SnapshotLookup lookup, Map<Name, List<ZoneRecord>> byName) {
        NameAnswers answers = lookup.at(name);
        DnsAnswer<RRset> v4 = answers.answer(Type.A).orElseThrow();
        DnsAnswer<RRset> v6 = answers.answer(Type.AAAA).orElseThrow();
        var records = new ArrayList<ZoneRecord>(1);
        v4.found().ifPresent(set -> records.addAll(set.records()));
        v6.found().ifPresent(set -> records.addAll(set.records()));
        byName.put(name, records);
        return !v4.isFailed() && !v6.isFailed();
    }

    /** Returns the endpoints of a member, as readers combine its SRV and address records. */
    List<PublishedEndpoint> published(MemberRecords member) {
        if (member.service().found().isPresent()) {
            return targets(member.service());
        }
        var published = new ArrayList<PublishedEndpoint>(1);
        addAll(member.dnsName(), Endpoint.DEFAULT_PORT, published);
        return published;
    }

    /** Returns the endpoints that SRV records name. */
    List<PublishedEndpoint> targets(DnsAnswer<RRset> services) {
        if (!(services instanceof DnsAnswer.Found<RRset>(RRset set, _))) {
            return List.of();
        }
        var published = new ArrayList<PublishedEndpoint>();
        for (ZoneRecord record : set.records()) {
            var service = (SRVRecord) record.record();
            if (service.getPort() > 0 && !service.getTarget().equals(Name.root)) {
                addAll(service.getTarget(), service.getPort(), published);
            }
        }
        return published;
    }

    private void addAll(Name name, int port, List<PublishedEndpoint> published) {
        for (ZoneRecord record : byName.getOrDefault(name, List.of())) {
            published.add(new PublishedEndpoint(new Endpoint(record.address(), port), record));
        }
    }

    /** Returns the addresses, sorted. */
    public Set<IpAddress> all() {
        return records.keySet();
    }
}
