package dev.wgmesh.validate;

import dev.wgmesh.mesh.MemberContact;
import dev.wgmesh.mesh.PrefixIndex;
import dev.wgmesh.mesh.SharedNat;
import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.zone.KeyRecord;
import dev.wgmesh.zone.KeyValueResult;
import dev.wgmesh.zone.ListEntry;
import dev.wgmesh.zone.ListRecords;
import dev.wgmesh.zone.MemberRecords;
import dev.wgmesh.zone.MeshCodec;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.xbill.DNS.SRVRecord;

/**
 * A member of a list, with its records.
 *
 * @param entry the first entry with its name
 * @param publishedEndpoints its endpoints, as readers combine its SRV and address records
 */
public record ListedMember(
        ListEntry entry,
        ListRecords list,
        MemberRecords records,
        EndpointAddresses endpoints,
        List<PublishedEndpoint> publishedEndpoints) {

    static ListedMember of(
            HostName host, ListEntry entry, ListRecords list, SnapshotLookup lookup) {
        MemberRecords records = MeshCodec.records(host, lookup);
        var endpoints = EndpointAddresses.of(records, lookup);
        return new ListedMember(entry, list, records, endpoints, endpoints.published(records));
    }

    public HostName name() {
        return records.host();
    }

    /** Returns the records with its key; more than one are a fault. */
    public DnsAnswer<List<KeyRecord>> key() {
        return records.key();
    }

    /** Returns its mesh addresses of IPv4. */
    public DnsAnswer<RRset> v4() {
        return records.v4();
    }

    /** Returns its mesh addresses of IPv6. */
    public DnsAnswer<RRset> v6() {
        return records.v6();
    }

    /** Returns the question for its key or mesh addresses, by type. */
    public Question wireguard(int type) {
        return new Question(OwnerNames.wireguard(records.dnsName()), type);
    }

    /** Returns the location of its missing key or mesh address, at the line of its entry. */
    public FindingLocation missingLocation(int type) {
        return FindingLocation.of(wireguard(type))
                .withPosition(entry.record().place())
                .withMember(name());
    }

    /** Returns whether the member has an address of any family. */
    public boolean hasAddress() {
        return v4().found().isPresent() || v6().found().isPresent();
    }

    /** Returns whether the member has no address; false where a lookup failed. */
    public boolean hasNoAddress() {
        return v4().isAbsent() && v6().isAbsent();
    }

    /** Calls with each of its claims: its mesh addresses, IPv4 first, then its nets. */
    void forEachClaim(Consumer<ClaimRecord> action) {
        forEachAddress(v4(), action);
        forEachAddress(v6(), action);
        if (records.pairs() instanceof DnsAnswer.Found(KeyValueResult<Metadata> pairs, _)) {
            for (KeyValueResult.PrefixRecord net : pairs.prefixes()) {
                action.accept(new ClaimRecord(this, net.prefix(), net.record()));
            }
        }
    }

    private void forEachAddress(DnsAnswer<RRset> answer, Consumer<ClaimRecord> action) {
        if (answer instanceof DnsAnswer.Found(RRset set, _)) {
            for (ZoneRecord record : set.records()) {
                action.accept(new ClaimRecord(this, record.address().asPrefix(), record));
            }
        }
    }

    /** Returns its {@code site=}, or its parent domain. */
    public String site() {
        return records.pairs()
                .found()
                .flatMap(pairs -> pairs.value().site())
                .map(site -> "site " + site)
                .orElseGet(() -> name().parentDomain());
    }

    /** Returns whether the address is a public endpoint of the member. */
    public boolean isPublic(IpAddress address) {
        return address.scope() == AddressScope.PUBLIC && endpoints.all().contains(address);
    }

    /** Returns its endpoint addresses. */
    public Set<IpAddress> endpointAddresses() {
        return endpoints.all();
    }

    private List<Endpoint> reflexiveEndpoints() {
        return endpoints(endpoints.targets(records.reflexive()));
    }

    private static List<Endpoint> endpoints(List<PublishedEndpoint> published) {
        var values = new ArrayList<Endpoint>(published.size());
        for (PublishedEndpoint endpoint : published) {
            values.add(endpoint.endpoint());
        }
        return values;
    }

    private Metadata metadata() {
        return records.pairs().found().map(KeyValueResult::value).orElse(Metadata.NONE);
    }

    /**
     * Returns the NATs that it is behind, as texts ({@link SharedNat#of}); empty: none, or a lookup
     * failed.
     */
    public Set<String> nats() {
        return endpoints.complete() && !records.pairs().isFailed()
                ? SharedNat.of(endpoints(publishedEndpoints), reflexiveEndpoints(), metadata())
                : Set.of();
    }

    /**
     * Returns the port that it listens at: that of its SRV records, else 51820; empty where that is
     * not known.
     */
    public Optional<Integer> port() {
        return switch (records.service()) {
            case DnsAnswer.Absent<RRset> _ -> Optional.of(Endpoint.DEFAULT_PORT);
            case DnsAnswer.Failed<RRset> _ -> Optional.empty();
            case DnsAnswer.Found<RRset>(RRset set, _) ->
                    set.dnsRecords().stream()
                            .map(record -> ((SRVRecord) record).getPort())
                            .filter(port -> port > 0)
                            .findFirst();
        };
    }

    /** Returns whether it lacks a key or every address, so that it is no peer of any member. */
    public boolean isNoPeer() {
        return key().isAbsent() || hasNoAddress();
    }

    /**
     * Returns how others can contact the member; empty where a lookup that matters failed.
     *
     * @param pools of its mesh
     */
    Optional<MemberContact> contact(PrefixIndex<Prefix> pools) {
        boolean known =
                endpoints.complete()
                        && endpoints.reflexiveComplete()
                        && !key().isFailed()
                        && !v4().isFailed()
                        && !v6().isFailed()
                        && !records.pairs().isFailed();
        return known
                ? Optional.of(
                        MemberContact.of(
                                name(),
                                endpoints(publishedEndpoints),
                                reflexiveEndpoints(),
                                Stream.of(v4(), v6())
                                        .flatMap(RRset::records)
                                        .map(ZoneRecord::address)
                                        .filter(a -> pools.first(a.asPrefix(), _ -> true).isEmpty())
                                        .toList(),
                                metadata()))
                : Optional.empty();
    }
}
