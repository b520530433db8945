package dev.wgmesh.mesh;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.EndpointTarget;
import dev.wgmesh.model.HostAddresses;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Completes a mesh with an earlier reading of it: an answer that failed is replaced by the earlier
 * answer to the same question, a list that failed keeps its members and sub-lists.
 */
public final class MeshMerge {
    private final Map<MeshName, MemberList> lists;
    private final Map<HostName, Member> members;
    private final Mesh now;

    private MeshMerge(Mesh now, Mesh before) {
        this.now = now;
        this.lists = byName(before.lists(), MemberList::name);
        this.members = byName(before.members(), Member::name);
    }

    /**
     * Returns the mesh with the earlier answers where lookups failed. What neither reading knows
     * stays failed.
     *
     * @param now whose own list was read
     */
    public static Mesh merge(Mesh now, Mesh before) {
        return new MeshMerge(now, before).merged();
    }

    private static <K, V> Map<K, V> byName(List<V> values, Function<V, K> name) {
        return values.stream().collect(Collectors.toMap(name, Function.identity(), (a, _) -> a));
    }

    private Mesh merged() {
        var failed = new FailedLists(now, parents());
        var allLists = new ArrayList<MemberList>();
        now.lists().forEach(list -> allLists.add(list(list)));
        Map<MeshName, MemberList> read = byName(now.lists(), MemberList::name);
        lists.values().stream()
                .filter(list -> !read.containsKey(list.name()) && failed.covers(list.name()))
                .forEach(allLists::add);
        allLists.subList(1, allLists.size()).sort((a, b) -> a.name().compareTo(b.name()));
        Map<HostName, Member> listed = byName(now.members(), Member::name);
        List<Member> allMembers =
                Stream.concat(
                                now.members().stream().map(this::member),
                                members.values().stream()
                                        .filter(m -> !listed.containsKey(m.name()))
                                        .filter(m -> failed.covers(m.list())))
                        .sorted((a, b) -> a.name().compareTo(b.name()))
                        .toList();
        return new Mesh(now.name(), allLists, allMembers, now.problems(), now.ttl());
    }

    private Map<MeshName, MeshName> parents() {
        var parents = new HashMap<MeshName, MeshName>();
        lists.values().forEach(list -> list.parent().ifPresent(up -> parents.put(list.name(), up)));
        return parents;
    }

    private MemberList list(MemberList list) {
        return Optional.ofNullable(lists.get(list.name()))
                .map(before ->
                        new MemberList(
                                list.name(),
                                list.parent(),
                                known(list.policy(), before.policy()),
                                known(list.hosts(), before.hosts())))
                .orElse(list);
    }

    private Member member(Member member) {
        return Optional.ofNullable(members.get(member.name()))
                .map(before ->
                        new Member(
                                member.name(),
                                member.list(),
                                known(member.key(), before.key()),
                                known(member.addresses(), before.addresses()),
                                known(member.endpoints(), before.endpoints()),
                                known(member.reflexive(), before.reflexive()),
                                known(member.metadata(), before.metadata())))
                .orElse(member);
    }

    private static <T> DnsAnswer<T> known(DnsAnswer<T> now, DnsAnswer<T> before) {
        return now.isFailed() ? before : now;
    }

    private static HostAddresses known(HostAddresses now, HostAddresses before) {
        return new HostAddresses(known(now.v4(), before.v4()), known(now.v6(), before.v6()));
    }

    private static List<EndpointTarget> known(
            List<EndpointTarget> now, List<EndpointTarget> before) {
        boolean unread =
                now.stream()
                        .allMatch(t ->
                                t.addresses().v4().isFailed() && t.addresses().v6().isFailed());
        if (unread && !now.isEmpty() && !before.isEmpty()) {
            return before; // the SRV record itself may be what failed
        }
        Map<HostName, EndpointTarget> earlier = byName(before, EndpointTarget::name);
        return now.stream()
                .map(target ->
                        Optional.ofNullable(earlier.get(target.name()))
                                .map(b ->
                                        new EndpointTarget(
                                                target.name(),
                                                target.port(),
                                                known(target.addresses(), b.addresses())))
                                .orElse(target))
                .toList();
    }
}
