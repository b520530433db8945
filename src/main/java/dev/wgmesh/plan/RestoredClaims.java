package dev.wgmesh.plan;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.plan.SchemaRecord.Part;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TxtStrings;
import dev.wgmesh.zone.ZoneContents;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Whether what a plan gives back to hosts is still free, and leaves no listed host bare. */
final class RestoredClaims {
    private static final String GIVE_ANOTHER =
            "choose another by hand, or remove the other member first";

    private final ZonePlan plan;
    private final ZoneContents now;
    private final ZoneContents after;
    private final MeshNames names;
    private final Collection<Mesh> meshes;
    private final Map<IpAddress, Set<String>> addresses = new HashMap<>();
    private final Map<Prefix, Set<String>> nets = new TreeMap<>();
    private final Map<String, Set<String>> keys = new HashMap<>();

    /** The hosts of the zone that have a key or an address, listed or not. */
    private final Map<Claim, Set<String>> hosts = new HashMap<>();

    /** The data of one record with a key or an address. */
    private record Claim(int type, String rdata) {
        static Claim of(Record record) {
            return new Claim(record.getType(), record.rdataToString());
        }
    }

    RestoredClaims(ZonePlan plan, ZoneContents now, MeshNames names, Collection<Mesh> meshes) {
        this.plan = plan;
        this.now = now;
        this.after = ProjectedZone.of(now, List.of(plan));
        this.names = names;
        this.meshes = meshes;
        members().forEach(this::add);
        now.rrsets(SchemaRecord::isPossible)
                .sorted(Comparator.comparing(RRset::question))
                .forEach(set ->
                        identity(set.question()).ifPresent(name -> add(name.subject(), set)));
    }

    private Stream<Member> members() {
        return meshes.stream().flatMap(mesh -> mesh.members().stream());
    }

    private Optional<SchemaRecord> identity(Question question) {
        return SchemaRecord.of(question, names).filter(name -> name.part().isIdentity());
    }

    private void add(Member member) {
        String name = member.name().text();
        member.addresses().all().forEach(address -> add(addresses, address, name));
        member.metadataOrNone().nets().forEach(net -> add(nets, net, name));
        Stream.concat(member.key().found().stream(), member.metadataOrNone().nextKey().stream())
                .forEach(key -> add(keys, key.base64(), name));
    }

    private void add(Name host, RRset set) {
        set.dnsRecords().forEach(record -> add(hosts, Claim.of(record), host.toString(true)));
    }

    private static <K> void add(Map<K, Set<String>> holders, K claim, String name) {
        holders.computeIfAbsent(claim, _ -> new LinkedHashSet<>()).add(name);
    }

    /**
     * Throws if a restored claim is not free.
     *
     * @throws Failure REFUSED with everything that is not; UNREADABLE where that is unknown
     */
    void require() {
        var restored = new TreeSet<String>();
        var problems = new LinkedHashSet<Problem>();
        for (RRsetChange change : plan.changes()) {
            identity(change.question())
                    .ifPresent(name -> {
                        String host = name.subject().toString(true);
                        for (Record record : change.addedRecords()) {
                            restored.add(host.toLowerCase(Locale.ROOT));
                            taken(host, record).forEach(problems::add);
                        }
                        incompleteMember(name.subject()).ifPresent(problems::add);
                    });
        }
        Failure.throwIfAny(Failure.Kind.REFUSED, List.copyOf(problems));
        Failure.throwIfAny(Failure.Kind.UNREADABLE, unreadable(restored));
    }

    /** Returns a problem for each list and each other member that may have what is restored. */
    private List<Problem> unreadable(Set<String> restored) {
        if (restored.isEmpty()) {
            return List.of();
        }
        Stream<String> lists =
                meshes.stream()
                        .flatMap(mesh -> mesh.lists().stream())
                        .filter(list -> list.hosts().isFailed())
                        .map(list -> list.name().text());
        // a key that is no key has failed too, but is known not to be the restored key
        Stream<String> others =
                members()
                        .filter(member -> member.addresses().anyFailed())
                        .map(member -> member.name().text())
                        .filter(name -> !restored.equals(Set.of(name)));
        return Stream.concat(lists, others)
                .distinct()
                .sorted()
                .map(name ->
                        new Problem(
                                name,
                                "may now have what the rollback would restore: it cannot be read",
                                "give its zone too (--zones DIR), or a resolver (--resolver HOST)"))
                .toList();
    }

    private Stream<Problem> taken(String host, Record record) {
        Optional<IpAddress> address = address(record);
        Stream<String> members =
                address.map(this::holders)
                        .orElseGet(() -> keys.getOrDefault(text(record), Set.of()).stream());
        String what = address.map(IpAddress::toString).orElse("the key " + text(record));
        return Stream.concat(members, hosts.getOrDefault(Claim.of(record), Set.of()).stream())
                .filter(other -> !other.equalsIgnoreCase(host))
                .distinct()
                .map(other ->
                        new Problem(
                                RecordFormat.WIREGUARD + "." + host,
                                other + " has " + what + " now",
                                GIVE_ANOTHER));
    }

    private Stream<String> holders(IpAddress address) {
        return Stream.concat(
                addresses.getOrDefault(address, Set.of()).stream(),
                nets.entrySet().stream()
                        .filter(net -> net.getKey().contains(address))
                        .flatMap(net -> net.getValue().stream()));
    }

    /** Returns a host that a list still names, and that would have no key or no address. */
    private Optional<Problem> incompleteMember(Name host) {
        Name wireguard = OwnerNames.wireguard(host);
        boolean key = after.rrset(new Question(wireguard, Type.TXT)).isPresent();
        boolean address =
                after.rrset(new Question(wireguard, Type.A)).isPresent()
                        || after.rrset(new Question(wireguard, Type.AAAA)).isPresent();
        if (key && address) {
            return Optional.empty();
        }
        return listNaming(host)
                .map(list ->
                        new Problem(
                                host.toString(true),
                                "is still listed in "
                                        + list
                                        + " and would have no "
                                        + (key ? "mesh address" : "key"),
                                "first roll back the receipt of its list, or run: wg-mesh leave "
                                        + host.toString(true)));
    }

    private Optional<String> listNaming(Name host) {
        HostName name = HostName.parse(host.toString(true)).orElseThrow();
        Stream<String> here =
                after.rrsets(SchemaRecord::isPossible)
                        .filter(set -> is(Part.LIST, set.question()))
                        .sorted(Comparator.comparing(RRset::question))
                        .filter(set ->
                                TxtStrings.of(set).stream()
                                        .flatMap(text -> HostName.parse(text).stream())
                                        .anyMatch(name::equals))
                        .map(set -> set.question().owner().toString(true));
        Stream<String> elsewhere =
                meshes.stream()
                        .flatMap(mesh -> mesh.lists().stream())
                        .filter(list -> now.rrset(question(list)).isEmpty())
                        .filter(list -> list.hosts().found().orElse(List.of()).contains(name))
                        .map(list -> list.name().text());
        return Stream.concat(here, elsewhere).findFirst();
    }

    private boolean is(Part part, Question question) {
        return SchemaRecord.of(question, names).filter(name -> name.part() == part).isPresent();
    }

    private static Question question(MemberList list) {
        return new Question(Question.name(list.name()), Type.TXT);
    }

    private static Optional<IpAddress> address(Record record) {
        return switch (record) {
            case ARecord a -> Optional.of(IpAddress.of(a.getAddress().getAddress()));
            case AAAARecord a -> Optional.of(IpAddress.of(a.getAddress().getAddress()));
            default -> Optional.empty();
        };
    }

    private static String text(Record record) {
        return record instanceof TXTRecord txt ? TxtStrings.of(txt) : record.rdataToString();
    }
}
