package dev.wgmesh.zone;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.EndpointTarget;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.problem.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/** Encodes a mesh as records: the inverse of {@link MeshCodec}. */
public final class MeshRecords {
    private final long ttl;

    /** Makes records with a TTL in whole seconds. */
    public MeshRecords(Duration ttl) {
        this.ttl = ttl.toSeconds();
    }

    /** Returns every RRset of the mesh that was found, sorted; one for each name and type. */
    public List<RRset> of(Mesh mesh) {
        var records = new ArrayList<Record>();
        for (MemberList list : mesh.lists()) {
            list.policy().found().ifPresent(p -> records.addAll(policy(list.name(), p)));
            list.hosts()
                    .found()
                    .ifPresent(hosts -> hosts.forEach(h -> records.add(entry(list.name(), h))));
            list.parent().ifPresent(parent -> records.add(subList(parent, list.name())));
        }
        mesh.members().forEach(member -> records.addAll(of(member)));
        return rrsets(records);
    }

    /** Returns a member's own records that were found, without its list entry. */
    public List<Record> of(Member member) {
        HostName host = member.name();
        var records = new ArrayList<Record>();
        member.key().found().ifPresent(key -> records.add(key(host, key)));
        records.addAll(addresses(OwnerNames.wireguard(host), member.addresses().all()));
        for (EndpointTarget target : member.endpoints()) {
            records.addAll(addresses(Question.name(target.name()), target.addresses().all()));
        }
        if (!isDefault(host, member.endpoints())) {
            records.addAll(services(OwnerNames.service(host), member.endpoints()));
        }
        records.addAll(services(OwnerNames.reflexive(host), member.reflexive()));
        for (EndpointTarget target : member.reflexive()) {
            records.addAll(addresses(Question.name(target.name()), target.addresses().all()));
        }
        member.metadata().found().ifPresent(meta -> records.addAll(metadata(host, meta)));
        return records;
    }

    private static boolean isDefault(HostName host, List<EndpointTarget> endpoints) {
        return endpoints.size() == 1
                && endpoints.getFirst().name().equals(host)
                && endpoints.getFirst().port() == Endpoint.DEFAULT_PORT;
    }

    /** Returns {@code _wireguard.HOST} TXT. */
    public Record key(HostName host, PublicKey key) {
        return TxtStrings.record(OwnerNames.wireguard(host), ttl, key.base64());
    }

    /** Returns A and AAAA records at the name. */
    public List<Record> addresses(Name owner, Collection<IpAddress> addresses) {
        return addresses.stream().map(address -> address(owner, address)).toList();
    }

    private Record address(Name owner, IpAddress address) {
        return address.family() == Family.V4
                ? new ARecord(owner, DClass.IN, ttl, address.toInetAddress())
                : new AAAARecord(owner, DClass.IN, ttl, address.toInetAddress());
    }

    /** Returns SRV records, best first; without targets the record for no service (RFC 2782). */
    public List<Record> services(Name owner, List<EndpointTarget> targets) {
        if (targets.isEmpty() && owner.toString().startsWith(RecordFormat.WIREGUARD)) {
            return List.of(new SRVRecord(owner, DClass.IN, ttl, 0, 0, 0, Name.root));
        }
        var records = new ArrayList<Record>();
        for (EndpointTarget target : targets) {
            Name name = Question.name(target.name());
            records.add(
                    new SRVRecord(owner, DClass.IN, ttl, records.size(), 0, target.port(), name));
        }
        return records;
    }

    /**
     * Returns {@code _reflexive._wireguard.HOST} SRV, whose target is {@code wg-reflexive.HOST}.
     */
    public Record reflexive(HostName host, int port) {
        return new SRVRecord(
                OwnerNames.reflexive(host),
                DClass.IN,
                ttl,
                0,
                0,
                port,
                OwnerNames.reflexiveTarget(host));
    }

    /** Returns {@code _meta._wireguard.HOST} TXT. */
    public List<Record> metadata(HostName host, Metadata metadata) {
        return texts(OwnerNames.meta(host), MetadataText.write(metadata));
    }

    /** Returns {@code _sig._wireguard.HOST} TXT. */
    public List<Record> signatures(HostName host, List<String> signatures) {
        return texts(OwnerNames.signature(host), signatures);
    }

    /** Returns an entry of a list: MESH TXT. */
    public Record entry(MeshName list, HostName host) {
        return TxtStrings.record(Question.name(list), ttl, host.text());
    }

    /** Returns MESH PTR. */
    public Record subList(MeshName parent, MeshName sub) {
        return new PTRRecord(Question.name(parent), DClass.IN, ttl, Question.name(sub));
    }

    /** Returns {@code _policy.MESH} TXT. */
    public List<Record> policy(MeshName mesh, Policy policy) {
        return texts(OwnerNames.policy(mesh), PolicyText.write(policy));
    }

    /**
     * Returns the revision in an RRset of {@code _revision.MESH}; empty where it is not a number.
     */
    public static Optional<Long> revision(RRset set) {
        List<String> texts = TxtStrings.of(set);
        return texts.size() == 1 && texts.getFirst().matches("[0-9]{1,18}")
                ? Optional.of(Long.parseLong(texts.getFirst()))
                : Optional.empty();
    }

    /**
     * Returns the next revision of the list, as {@link #nextRevision(Question, Optional, long)}.
     */
    public Record nextRevision(MeshName list, Optional<RRset> before) {
        return nextRevision(new Question(OwnerNames.revision(list), Type.TXT), before, ttl);
    }

    /**
     * Returns the record that follows a revision: its number raised by one.
     *
     * @param before empty: the first revision, 1
     * @param ttl of the record
     * @throws Failure REFUSED where the RRset does not hold a number
     */
    public static Record nextRevision(Question question, Optional<RRset> before, long ttl) {
        long number =
                before.map(set ->
                                revision(set)
                                        .orElseThrow(() ->
                                                Failure.refused(
                                                        question.toString(),
                                                        "holds "
                                                                + TxtStrings.of(set)
                                                                + ", expected one number",
                                                        "remove the record")))
                        .orElse(0L);
        return TxtStrings.record(question.owner(), ttl, Long.toString(number + 1));
    }

    private List<Record> texts(Name owner, List<String> texts) {
        return texts.stream().map(text -> TxtStrings.record(owner, ttl, text)).toList();
    }

    /** Returns the records as RRsets, sorted by name and type, without duplicates. */
    public static List<RRset> rrsets(Collection<Record> records) {
        var grouped = new TreeMap<Question, List<Record>>();
        for (Record record : records) {
            var same =
                    grouped.computeIfAbsent(
                            ZoneRecord.of(record).question(), _ -> new ArrayList<>());
            if (!same.contains(record)) {
                same.add(record);
            }
        }
        return grouped.values().stream().map(RRset::of).map(RRset::sorted).toList();
    }
}
