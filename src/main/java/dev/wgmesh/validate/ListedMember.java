package dev.wgmesh.validate;

import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.zone.MeshOwner;
import dev.wgmesh.zone.MetadataText;
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
 * A member that a list names, with its records.
 *
 * @param entry the first that names it; it has a host
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
        Endpoints endpoints) {

    static ListedMember of(ListEntry entry, ListRecords list, SnapshotLookup lookup) {
        HostName host = entry.host().orElseThrow();
        var wireguard = MeshOwner.wireguard(host);
        return new ListedMember(
                entry,
                list,
                lookup.to(new Question(wireguard, Type.TXT)),
                lookup.to(new Question(wireguard, Type.A)),
                lookup.to(new Question(wireguard, Type.AAAA)),
                lookup.to(new Question(MeshOwner.meta(host), Type.TXT)),
                Endpoints.of(host, lookup));
    }

    public HostName name() {
        return entry.host().orElseThrow();
    }

    /** The name that holds its key and mesh addresses, with a type. */
    public Question wireguard(int type) {
        return new Question(MeshOwner.wireguard(name()), type);
    }

    /** Whether it is known to have an address, of whatever family. */
    public boolean hasAddress() {
        return v4.found().isPresent() || v6.found().isPresent();
    }

    /** Whether it is known to have none. */
    public boolean hasNoAddress() {
        return v4.isAbsent() && v6.isAbsent();
    }

    /** Its mesh addresses, IPv4 first. */
    public List<ClaimRecord> addresses() {
        return Stream.of(v4, v6)
                .flatMap(RecordTexts::records)
                .map(record ->
                        new ClaimRecord(this, RecordTexts.address(record).asPrefix(), record))
                .toList();
    }

    /** All that it claims: its mesh addresses and its nets. */
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

    /** What it says of itself, as far as it can be read. */
    Metadata metadata() {
        return meta.found()
                .map(set -> MetadataText.read(set.question(), TxtStrings.of(set)).metadata())
                .orElse(Metadata.NONE);
    }

    /** Where it stands: its {@code site=}, else its parent domain. */
    public String site() {
        return metadata().site().map(site -> "site " + site).orElseGet(() -> name().parentDomain());
    }

    /** Whether a packet from elsewhere can be sent to it at that endpoint of its own. */
    public boolean isPublic(IpAddress address) {
        return address.scope() == AddressScope.PUBLIC && endpoints.all().contains(address);
    }

    /** Its endpoint addresses. */
    public Set<IpAddress> endpointAddresses() {
        return endpoints.all();
    }
}
