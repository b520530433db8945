package dev.wgmesh.validate;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.zone.MemberRecords;
import dev.wgmesh.zone.NameAnswers;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
                        : List.of(Question.name(member.host()));
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
        for (Name target :
                RRset.records(member.reflexive())
                        .map(ZoneRecord::target)
                        .filter(target -> !byName.containsKey(target))
                        .distinct()
                        .toList()) {
            reflexiveComplete &= look(target, lookup, byName);
        }
        return new EndpointAddresses(records, complete, reflexiveComplete, byName);
    }

    /** Adds the addresses at a name; returns whether none of the lookups failed. */
    private static boolean look(
            Name name, SnapshotLookup lookup, Map<Name, List<ZoneRecord>> byName) {
        NameAnswers answers = lookup.at(name);
        DnsAnswer<RRset> v4 = answers.answer(Type.A).orElseThrow();
        DnsAnswer<RRset> v6 = answers.answer(Type.AAAA).orElseThrow();
        byName.put(name, Stream.of(v4, v6).flatMap(RRset::records).toList());
        return !v4.isFailed() && !v6.isFailed();
    }

    /** Returns the addresses, sorted. */
    public Set<IpAddress> all() {
        return records.keySet();
    }
}
