package dev.wgmesh.plan;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.PolicyText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The members whose addresses or nets the policy of a list permits now, and would not permit after
 * a change of it: nodes ignore what no policy permits.
 *
 * @param claims what each of them would lose
 * @param unread lists and members that could not be read, and may lose something too
 */
public record ExcludedMembers(SortedMap<HostName, List<Prefix>> claims, SortedSet<String> unread) {
    /** Members that are named before only their number is given. */
    private static final int MOST = 10;

    public ExcludedMembers {
        claims = Collections.unmodifiableSortedMap(new TreeMap<>(claims));
        unread = Collections.unmodifiableSortedSet(new TreeSet<>(unread));
    }

    /** Returns the members that another policy of a list would exclude. */
    public static ExcludedMembers of(Mesh mesh, MeshName list, Policy after) {
        ListPolicies before = ListPolicies.of(mesh);
        ListPolicies then = before.with(list, after);
        var claims = new TreeMap<HostName, List<Prefix>>();
        var unread = new TreeSet<String>();
        for (MemberList known : mesh.lists()) {
            if (known.hosts().isFailed() && before.binds(list, known.name())) {
                unread.add(known.name().text());
            }
        }
        for (Member member : mesh.members()) {
            MeshName its = member.list();
            if (!before.binds(list, its)) {
                continue;
            }
            if (member.addresses().anyFailed() || member.metadata().isFailed()) {
                unread.add(member.name().text());
            }
            List<Prefix> lost =
                    claims(member)
                            .filter(claim -> before.permits(its, claim))
                            .filter(claim -> !then.permits(its, claim))
                            .toList();
            if (!lost.isEmpty()) {
                claims.put(member.name(), lost);
            }
        }
        return new ExcludedMembers(claims, unread);
    }

    private static Stream<Prefix> claims(Member member) {
        return Stream.concat(
                member.addresses().all().stream().map(address -> address.asPrefix()),
                member.metadataOrNone().nets().stream());
    }

    /** Returns the members as one problem of the list's policy; empty where there are none. */
    public Optional<Problem> problem(MeshName list, String fix) {
        if (claims.isEmpty()) {
            return Optional.empty();
        }
        var named = new ArrayList<String>();
        claims.entrySet().stream()
                .limit(MOST)
                .forEach(its -> named.add(its.getKey() + " " + its.getValue()));
        return Optional.of(
                new Problem(
                        PolicyText.question(list).toString(),
                        claims.size()
                                + (claims.size() == 1 ? " member" : " members")
                                + " would be outside the new policy, and nodes would ignore these"
                                + " addresses: "
                                + String.join(", ", named)
                                + (claims.size() > MOST ? ", …" : ""),
                        fix));
    }

    /** Returns a problem for each name that could not be read. */
    public List<Problem> unreadable(String fix) {
        return unread.stream()
                .map(name ->
                        new Problem(
                                name,
                                "cannot be read, so whether the new policy permits its addresses is"
                                        + " unknown",
                                fix))
                .toList();
    }
}
