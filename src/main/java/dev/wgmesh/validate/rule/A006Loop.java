package dev.wgmesh.validate.rule;

import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.validate.ClaimRecord;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListedMember;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A claim on the address that another member is sent to. */
final class A006Loop implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "A006",
                Level.ERROR,
                "mesh address equals another member's endpoint",
                "A routing loop: the packets that carry the tunnel to that member would go "
                        + "into a tunnel themselves.",
                "docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.trees().stream().flatMap(this::check);
    }

    private Stream<Finding> check(MeshTree tree) {
        NavigableMap<IpAddress, List<ListedMember>> endpoints = new TreeMap<>();
        for (ListedMember member : tree.members().values()) {
            member.endpointAddresses()
                    .forEach(address ->
                            endpoints.computeIfAbsent(address, _ -> new ArrayList<>()).add(member));
        }
        return tree.claims()
                .flatMap(claim ->
                        endpoints
                                .subMap(claim.prefix().network(), true, claim.prefix().last(), true)
                                .entrySet()
                                .stream()
                                .flatMap(entry ->
                                        entry.getValue().stream()
                                                .filter(other ->
                                                        collides(claim, entry.getKey(), other))
                                                .limit(1)
                                                .map(other -> loop(claim, entry.getKey(), other)))
                                .limit(1));
    }

    /** A private address is another machine's at another site. */
    private static boolean collides(ClaimRecord claim, IpAddress endpoint, ListedMember other) {
        return !claim.member().name().equals(other.name())
                && (endpoint.scope() == AddressScope.PUBLIC
                        || claim.member().site().equals(other.site()));
    }

    private Finding loop(ClaimRecord claim, IpAddress endpoint, ListedMember other) {
        String what = claim.prefix().isHost() ? claim + " is" : claim + " holds " + endpoint + ",";
        return finding(
                claim.spot(),
                what + " an endpoint of " + other.name(),
                "give "
                        + claim.member().name()
                        + " another, or mend the address of "
                        + other.name());
    }
}
