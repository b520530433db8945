package dev.wgmesh.validate;

import dev.wgmesh.limits.SharedWork;
import dev.wgmesh.mesh.MemberContact;
import dev.wgmesh.mesh.PrefixIndex;
import dev.wgmesh.mesh.Reachability;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.zone.ListEntry;
import dev.wgmesh.zone.ListRecords;
import dev.wgmesh.zone.ListTree;
import dev.wgmesh.zone.MeshCodec;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/**
 * A mesh: a list, its sub-lists, and the members of them all.
 *
 * @param lists the top list first
 * @param members by name, from the first entry with that name
 * @param claims of the members: for each, its mesh addresses, then its nets
 * @param faults of the PTR records between the lists
 * @param decided its {@link #reachability}
 */
public record MeshTree(
        List<ListRecords> lists,
        Map<HostName, ListedMember> members,
        List<ClaimRecord> claims,
        List<ListTree.Fault> faults,
        Lazy<Optional<Reachability>> decided) {

    /**
     * The members that a list names first.
     *
     * @param members at least one, by name
     */
    public record Members(ListRecords list, List<ListedMember> members) {}

    /**
     * The claims of the members that a list names first.
     *
     * @param claims at least one, by name of the member
     */
    public record Claims(ListRecords list, List<ClaimRecord> claims) {}

    /** The first entry of a member. */
    private record Listing(ListRecords list, ListEntry entry) {
        ListedMember member(HostName host, SnapshotLookup lookup) {
            return ListedMember.of(host, entry, list, lookup);
        }
    }

    static MeshTree of(MeshName root, SnapshotLookup lookup) {
        ListTree tree = MeshCodec.lists(root, lookup);
        var first = new LinkedHashMap<HostName, Listing>();
        for (ListRecords list : tree.lists()) {
            for (ListEntry entry : list.entries()) {
                entry.host().ifPresent(host -> first.putIfAbsent(host, new Listing(list, entry)));
            }
        }
        var members = new TreeMap<HostName, ListedMember>();
        SharedWork.of(first.entrySet())
                .map(each -> each.getValue().member(each.getKey(), lookup))
                .toList()
                .forEach(member -> members.put(member.name(), member));
        var claims = new ArrayList<ClaimRecord>();
        members.values().forEach(member -> member.forEachClaim(claims::add));
        return new MeshTree(
                tree.lists(),
                members,
                claims,
                tree.faults(),
                new Lazy<>(() -> reachability(pools(tree.lists()), members.values())));
    }

    /** Returns the name of the mesh. */
    public MeshName name() {
        return lists.getFirst().name();
    }

    boolean contains(MeshName name) {
        return lists.stream().anyMatch(list -> list.name().equals(name));
    }

    /** Returns every entry of every list. */
    public Stream<ListEntry> entries() {
        return lists.stream().flatMap(list -> list.entries().stream());
    }

    /** Returns the members of each list that has members. */
    public Stream<Members> membersByList() {
        return members.values().stream()
                .collect(Collectors.groupingBy(member -> member.list().name()))
                .values()
                .stream()
                .map(listed -> new Members(listed.getFirst().list(), listed));
    }

    /** Returns the claims of the members of each list, if there are any. */
    public Stream<Claims> claimsByList() {
        return claims.stream()
                .collect(Collectors.groupingBy(claim -> claim.member().list().name()))
                .values()
                .stream()
                .map(listed -> new Claims(listed.getFirst().member().list(), listed));
    }

    /** Returns the pools of the policies of all lists, each once. */
    public PrefixIndex<Prefix> pools() {
        return pools(lists);
    }

    private static PrefixIndex<Prefix> pools(List<ListRecords> lists) {
        var pools = new PrefixIndex<Prefix>();
        lists.stream()
                .flatMap(list -> list.ownPools().stream())
                .distinct()
                .forEach(pool -> pools.add(pool, pool));
        return pools;
    }

    /**
     * Returns how its members can reach each other, decided as nodes do; empty where the records of
     * a member are not all known: that member may be what connects others.
     */
    public Optional<Reachability> reachability() {
        return decided.get();
    }

    private static Optional<Reachability> reachability(
            PrefixIndex<Prefix> pools, Collection<ListedMember> members) {
        var contacts = new ArrayList<MemberContact>();
        for (ListedMember member : members) {
            if (!member.isNoPeer()) {
                Optional<MemberContact> contact = member.contact(pools);
                if (contact.isEmpty()) {
                    return Optional.empty();
                }
                contacts.add(contact.get());
            }
        }
        return Optional.of(Reachability.of(contacts));
    }

    /** Returns the owner names of the records of its lists. */
    Stream<Name> listOwnerNames() {
        return lists.stream()
                .map(ListRecords::name)
                .flatMap(name ->
                        Stream.of(
                                Question.name(name),
                                OwnerNames.policy(name),
                                OwnerNames.revision(name)));
    }

    /** Returns the owner names of the records of its members, without the HOST names. */
    Stream<Name> memberOwnerNames() {
        return members.keySet().stream()
                .flatMap(host ->
                        Stream.of(
                                OwnerNames.wireguard(host),
                                OwnerNames.meta(host),
                                OwnerNames.signature(host),
                                OwnerNames.service(host),
                                OwnerNames.reflexive(host)));
    }
}
