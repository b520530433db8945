package dev.wgmesh.plan;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.plan.SchemaRecord.Part;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TxtStrings;
import dev.wgmesh.zone.ZoneContents;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Whether what a plan gives back to hosts is still free, and leaves no listed host bare. */
record RestoredClaims(ZonePlan plan, ZoneContents now, MeshNames names, Collection<Mesh> meshes) {
    private static final String GIVE_ANOTHER =
            "choose another by hand, or remove the other member first";

    /**
     * Throws if a restored claim is not free.
     *
     * @throws Failure REFUSED with everything that is not; UNREADABLE where that cannot be told
     */
    void require() {
        var unread = new TreeSet<String>();
        var problems = new ArrayList<Problem>();
        for (RRsetChange change : plan.changes()) {
            SchemaRecord.of(change.question(), names)
                    .filter(name -> name.part().isIdentity())
                    .ifPresent(name -> {
                        change.addedRecords()
                                .forEach(r -> taken(name, r, unread).forEach(problems::add));
                        incompleteMember(name.subject()).ifPresent(problems::add);
                    });
        }
        Failure.throwIfAny(Failure.Kind.REFUSED, problems.stream().distinct().toList());
        if (!unread.isEmpty()) {
            throw new Failure(
                    Failure.Kind.UNREADABLE,
                    unread.stream()
                            .map(name ->
                                    new Problem(
                                            name,
                                            "may now have what the rollback would restore: it cannot"
                                                    + " be read",
                                            "give its zone too (--zones DIR), or a resolver (--resolver HOST)"))
                            .toList());
        }
    }

    private Stream<Problem> taken(SchemaRecord name, Record record, Collection<String> unread) {
        meshes.stream()
                .flatMap(mesh -> mesh.lists().stream())
                .filter(list -> list.hosts().isFailed())
                .forEach(list -> unread.add(list.name().text()));
        String host = name.subject().toString(true);
        Stream<Member> others =
                meshes.stream()
                        .flatMap(mesh -> mesh.members().stream())
                        .filter(member -> !member.name().text().equalsIgnoreCase(host));
        Optional<IpAddress> address = address(record);
        Stream<String> holders =
                others.flatMap(member -> {
                    // a key that is no key has failed too, but is known not to be this one
                    if (member.addresses().anyFailed()) {
                        unread.add(member.name().text());
                    }
                    boolean holds =
                            address.map(a -> holds(member, a))
                                    .orElseGet(() -> holds(member, text(record)));
                    return holds ? Stream.of(member.name().text()) : Stream.of();
                });
        String what = address.map(IpAddress::toString).orElse("the key " + text(record));
        return Stream.concat(holders, otherHolders(name, record))
                .distinct()
                .map(other ->
                        new Problem(
                                RecordFormat.WIREGUARD + "." + host,
                                other + " has " + what + " now",
                                GIVE_ANOTHER));
    }

    private static boolean holds(Member member, IpAddress address) {
        return member.addresses().all().contains(address)
                || member.metadataOrNone().nets().stream().anyMatch(net -> net.contains(address));
    }

    private static boolean holds(Member member, String key) {
        return Stream.concat(
                        member.key().found().stream(), member.metadataOrNone().nextKey().stream())
                .anyMatch(its -> its.base64().equals(key));
    }

    /** Hosts of the zone that have it, listed or not. */
    private Stream<String> otherHolders(SchemaRecord name, Record record) {
        return now.rrsets().entrySet().stream()
                .filter(entry -> entry.getKey().type() == record.getType())
                .flatMap(entry -> other(name, entry.getKey(), entry.getValue(), record).stream());
    }

    private Optional<String> other(SchemaRecord name, Question question, RRset set, Record record) {
        return SchemaRecord.of(question, names)
                .filter(other -> other.part() == name.part())
                .filter(other -> !other.subject().equals(name.subject()))
                .filter(_ ->
                        set.dnsRecords().stream()
                                .anyMatch(r -> r.rdataToString().equals(record.rdataToString())))
                .map(other -> other.subject().toString(true));
    }

    /** Returns a host that a list still names, and that would have no key or no address. */
    private Optional<Problem> incompleteMember(Name host) {
        ZoneContents after = ProjectedZone.of(now, List.of(plan));
        Name wireguard = OwnerNames.wireguard(host);
        boolean key = after.rrset(new Question(wireguard, Type.TXT)).isPresent();
        boolean address =
                after.rrset(new Question(wireguard, Type.A)).isPresent()
                        || after.rrset(new Question(wireguard, Type.AAAA)).isPresent();
        if (key && address) {
            return Optional.empty();
        }
        return listNaming(after, host)
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

    private Optional<String> listNaming(ZoneContents after, Name host) {
        HostName name = HostName.parse(host.toString(true)).orElseThrow();
        Stream<String> here =
                after.rrsets().values().stream()
                        .filter(set -> is(Part.LIST, set.question()))
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
