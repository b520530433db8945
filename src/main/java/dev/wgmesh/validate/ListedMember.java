package dev.wgmesh.validate;

import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.zone.MetadataText;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TxtStrings;
import dev.wgmesh.zone.ZoneRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/**
 * A member of a list, with its records.
 *
 * @param entry the first entry with its name
 * @param key TXT at {@code _wireguard.HOST}
 * @param v4 A at {@code _wireguard.HOST}
 * @param v6 AAAA at {@code _wireguard.HOST}
 */
public record ListedMember(
        ListEntry entry,
        ListRecords list,
        DnsAnswer<RRset> key,
        DnsAnswer<RRset> v4,
        DnsAnswer<RRset> v6,
        DnsAnswer<RRset> meta,
        EndpointAddresses endpoints) {

    static ListedMember of(ListEntry entry, ListRecords list, SnapshotLookup lookup) {
        HostName host = entry.host().orElseThrow();
        var wireguard = OwnerNames.wireguard(host);
        return new ListedMember(
                entry,
                list,
                lookup.answer(new Question(wireguard, Type.TXT)),
                lookup.answer(new Question(wireguard, Type.A)),
                lookup.answer(new Question(wireguard, Type.AAAA)),
                lookup.answer(new Question(OwnerNames.meta(host), Type.TXT)),
                EndpointAddresses.of(host, lookup));
    }

    public HostName name() {
        return entry.host().orElseThrow();
    }

    /** Returns the question for its key or mesh addresses, by type. */
    public Question wireguard(int type) {
        return new Question(OwnerNames.wireguard(name()), type);
    }

    /** Returns whether the member has an address of any family. */
    public boolean hasAddress() {
        return v4.found().isPresent() || v6.found().isPresent();
    }

    /** Returns whether the member has no address; false where a lookup failed. */
    public boolean hasNoAddress() {
        return v4.isAbsent() && v6.isAbsent();
    }

    /** Returns its mesh addresses, IPv4 first. */
    public List<ClaimRecord> addresses() {
        return Stream.of(v4, v6)
                .flatMap(RecordTexts::records)
                .map(record ->
                        new ClaimRecord(this, RecordTexts.address(record).asPrefix(), record))
                .toList();
    }

    /** Returns its claims: its mesh addresses and its nets. */
    public List<ClaimRecord> claims() {
        return Stream.concat(
                        addresses().stream(),
                        RecordTexts.records(meta).flatMap(r -> net(r).stream()))
                .toList();
    }

    private Optional<ClaimRecord> net(ZoneRecord record) {
        return Optional.of(RecordTexts.of(record))
                .filter(text -> text.startsWith("net="))
                .flatMap(text -> Prefix.parse(text.substring("net=".length())))
                .map(prefix -> new ClaimRecord(this, prefix, record));
    }

    /** Returns the readable part of its metadata. */
    Metadata metadata() {
        return meta.found()
                .map(set -> MetadataText.read(set.question(), TxtStrings.of(set)).metadata())
                .orElse(Metadata.NONE);
    }

    /** Returns its {@code site=}, or its parent domain. */
    public String site() {
        return metadata().site().map(site -> "site " + site).orElseGet(() -> name().parentDomain());
    }

    /** Returns whether the address is a public endpoint of the member. */
    public boolean isPublic(IpAddress address) {
        return address.scope() == AddressScope.PUBLIC && endpoints.all().contains(address);
    }

    /** Returns its endpoint addresses. */
    public Set<IpAddress> endpointAddresses() {
        return endpoints.all();
    }
}
