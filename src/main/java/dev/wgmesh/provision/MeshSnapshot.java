package dev.wgmesh.provision;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.dns.LayeredSource;
import dev.wgmesh.dns.MeshReader;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.problem.SpellingSuggestion;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * A whole mesh, with all its sub-lists, as it is at one moment, and the zones of what a change of
 * it may touch, read where they are hosted and before the mesh: what changes in between makes the
 * commit stale.
 *
 * @param zones that may be written, by apex
 * @param member the records of the one host that was asked for besides, listed or not
 * @param warnings what is unknown and does not stop a change
 */
record MeshSnapshot(
        Mesh mesh, Map<Name, HostedZone> zones, Optional<Member> member, List<Problem> warnings) {
    /** Readings at the most until everything that a change may touch is part of one. */
    private static final int MAX_READINGS = 5;

    /** TTL of new records where neither an option, a policy nor a list has one. */
    static final Duration DEFAULT_TTL = Duration.ofSeconds(300);

    /**
     * Reads the mesh that the list belongs to.
     *
     * @param list the mesh, or a sub-list of it
     * @param also another list that is to be touched, there or not
     */
    static MeshSnapshot read(
            Hosting hosting, MeshName list, Optional<MeshName> also, Optional<HostName> host) {
        var lists = new TreeSet<MeshName>();
        lists.add(list);
        also.ifPresent(lists::add);
        for (int reading = 0; reading < MAX_READINGS; reading++) {
            MeshSnapshot view = readOnce(hosting, list, lists, host);
            Set<MeshName> missing = view.missing(lists, host);
            if (missing.isEmpty()) {
                return view;
            }
            lists.addAll(missing);
        }
        throw Failure.unreadable(
                list.text(), "has sub-lists that changed during every read", "run it again");
    }

    private static MeshSnapshot readOnce(
            Hosting hosting, MeshName list, Collection<MeshName> lists, Optional<HostName> host) {
        ReadingBudget budget = hosting.budget();
        DnsSource source = hosting.source(budget);
        Map<Name, HostedZone> zones =
                PlanBasis.read(hosting, source, budget, lists, host.stream().toList());
        DnsSource all = layered(zones, source);
        RootSearch root = RootSearch.from(list, all);
        return new MeshSnapshot(
                MeshReader.read(all, root.mesh()),
                zones,
                host.map(name -> MeshReader.member(all, name, list)),
                root.problems());
    }

    /** Returns the source with the zones that may be written and were read whole in front of it. */
    static DnsSource layered(Map<Name, HostedZone> zones, DnsSource source) {
        List<ZoneContents> whole =
                zones.values().stream()
                        .filter(zone -> zone.provider().isPresent() && zone.whole())
                        .map(HostedZone::zone)
                        .toList();
        return new LayeredSource(whole, "what is written", source);
    }

    /** Lists that the change may touch, and that are in no reading yet. */
    private Set<MeshName> missing(Set<MeshName> read, Optional<HostName> host) {
        var touched = new TreeSet<>(read);
        host.ifPresent(name -> touched.addAll(listsOf(name)));
        var missing = new TreeSet<MeshName>();
        for (MeshName list : touched) {
            for (MeshName above : listAndAncestorsInZone(list)) {
                boolean whole = zoneOf(above).filter(HostedZone::whole).isPresent();
                if (!whole && !read.contains(above)) {
                    missing.add(above);
                }
            }
        }
        return missing;
    }

    /**
     * Returns the host's own records, listed or not; empty where it has neither key nor address.
     */
    Optional<Member> publishedMember() {
        return member.filter(m -> !m.key().isAbsent() || !m.addresses().all().isEmpty());
    }

    /** Returns the lists of the mesh that name the host; as a rule one. */
    List<MeshName> listsOf(HostName name) {
        return mesh.lists().stream()
                .filter(list -> list.hosts().found().filter(h -> h.contains(name)).isPresent())
                .map(MemberList::name)
                .toList();
    }

    /**
     * Returns whether the records of the list name the host, whether it belongs to the mesh or not.
     */
    boolean listContains(MeshName list, HostName name) {
        return listRecords(list).filter(set -> ListEntries.of(set).contains(name)).isPresent();
    }

    /** Returns whether a list of the mesh names the host. */
    boolean isListed(HostName name) {
        return mesh.members().stream().anyMatch(member -> member.name().equals(name));
    }

    /** Returns the list of that name as it was read; empty where the mesh has none. */
    Optional<MemberList> list(MeshName name) {
        return mesh.lists().stream().filter(list -> list.name().equals(name)).findFirst();
    }

    /** Returns the list and those above it, up to the mesh's own. */
    List<MeshName> listAndAncestors(MeshName list) {
        var above = new ArrayList<MeshName>();
        Optional<MeshName> at = Optional.of(list);
        while (at.isPresent() && !above.contains(at.get())) {
            above.add(at.get());
            at = list(at.get()).flatMap(MemberList::parent);
        }
        return above;
    }

    /** Returns the list and those above it that are in its own zone. */
    List<MeshName> listAndAncestorsInZone(MeshName list) {
        Optional<Name> apex = zoneOf(list).map(zone -> zone.zone().apex());
        return listAndAncestors(list).stream()
                .filter(name ->
                        name.equals(list)
                                || zoneOf(name).map(zone -> zone.zone().apex()).equals(apex))
                .toList();
    }

    /** Returns the lists that are neither the list nor above it. */
    List<MeshName> unrelatedLists(MeshName list) {
        List<MeshName> above = listAndAncestors(list);
        return mesh.lists().stream()
                .map(MemberList::name)
                .filter(name -> !above.contains(name))
                .toList();
    }

    /** Returns the pools of a list's own policy. */
    List<Prefix> pools(MeshName list) {
        return list(list).map(MeshSnapshot::policy).map(Policy::pools).orElse(List.of());
    }

    /**
     * Returns the policies that bind the members of the list: its own first, then those above it.
     */
    List<Policy> policies(MeshName list) {
        return listAndAncestors(list).stream()
                .flatMap(name -> list(name).stream())
                .map(MeshSnapshot::policy)
                .toList();
    }

    /**
     * Returns the TTL of new records of a list and its members: of the nearest policy that has one,
     * else of the nearest list, else 300 s.
     *
     * @param chain the list, there or not, and those above it
     */
    Duration recordTtl(List<MeshName> chain) {
        var there = chain.stream().flatMap(name -> list(name).stream()).toList();
        return there.stream()
                .flatMap(list -> policy(list).ttl().stream())
                .findFirst()
                .or(() -> chain.stream().flatMap(list -> listTtl(list).stream()).findFirst())
                .orElse(DEFAULT_TTL);
    }

    /**
     * Returns the TTL of the list's own records; empty where it has none, or is in no zone read.
     */
    Optional<Duration> listTtl(MeshName list) {
        return listRecords(list).map(set -> Duration.ofSeconds(set.ttl()));
    }

    /** Returns the TXT records of the list; empty where it has none, or is in no zone read. */
    Optional<RRset> listRecords(MeshName list) {
        return zoneOf(list).flatMap(zone -> zone.zone().rrset(Question.of(list.text(), Type.TXT)));
    }

    /** Returns a problem for each list of the mesh whose members could not be read. */
    List<Problem> unreadableLists() {
        return mesh.lists().stream().flatMap(list -> list.hosts().failure().stream()).toList();
    }

    /** Returns the members other than the host that have the key, now or as their next key. */
    Stream<HostName> keyHolders(PublicKey key, HostName host) {
        return mesh.members().stream()
                .filter(other ->
                        Stream.concat(
                                        other.key().found().stream(),
                                        other.metadataOrNone().nextKey().stream())
                                .anyMatch(key::equals))
                .map(Member::name)
                .filter(name -> !name.equals(host));
    }

    private static Policy policy(MemberList list) {
        if (list.policy() instanceof DnsAnswer.Failed<Policy>(Problem problem)) {
            throw new Failure(Failure.Kind.UNREADABLE, List.of(problem));
        }
        return list.policy().found().orElse(Policy.NONE);
    }

    /** Returns the records of the zones that may be written, as far as they were read. */
    List<ZoneContents> zoneContents() {
        return zones.values().stream().map(HostedZone::zone).toList();
    }

    private Optional<HostedZone> zoneOf(MeshName list) {
        return PlanBasis.closestZone(zones, Question.name(list));
    }

    /** Returns whether both names are in one zone among those read. */
    boolean isSameZone(Name one, Name other) {
        return zoneOf(one).zone().apex().equals(zoneOf(other).zone().apex());
    }

    /** Returns whether the host is the apex of a zone among those read. */
    boolean isApex(HostName host) {
        return zones.containsKey(Question.name(host));
    }

    /** Returns the zone among those read that holds the name. */
    HostedZone zoneOf(Name name) {
        return PlanBasis.closestZone(zones, name).orElseThrow();
    }

    /**
     * Returns that the host is not a member of the mesh, with the member whose name is nearest.
     *
     * @param fix where no name is near
     */
    Problem notMember(HostName host, String fix) {
        List<String> names = mesh.members().stream().map(member -> member.name().text()).toList();
        return new Problem(
                host.text(),
                "is not a member of " + mesh.name(),
                SpellingSuggestion.of(host.text(), names)
                        .map(near -> "did you mean " + near + "?")
                        .orElse(fix));
    }

    /**
     * Requires that the list of the mesh was read and exists.
     *
     * @throws Failure UNREADABLE or INPUT
     */
    void requireMesh() {
        if (mesh.root().hosts() instanceof DnsAnswer.Failed<List<HostName>>(Problem problem)) {
            throw new Failure(Failure.Kind.UNREADABLE, List.of(problem));
        }
        if (policy(mesh.root()).equals(Policy.NONE) && mesh.root().hosts().isAbsent()) {
            throw Failure.input(
                    mesh.name().text(),
                    "does not exist: no list and no policy",
                    "create the mesh: wg-mesh init " + mesh.name() + " --pool 10.0.0.0/24");
        }
    }
}
