package dev.wgmesh.diagnosis;

import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.mesh.PrefixIndex;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.plan.MemberStatus;
import dev.wgmesh.plan.NodeStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** No strict reverse path filter drops what neighbours send directly (RFC 3704). */
final class ReversePathCheck implements Check {
    private static final String NAME = "rp_filter";
    private static final int STRICT = 1;

    @Override
    public List<CheckResult> run(NodeExamination node) {
        List<String> strict = strict(node);
        if (strict.isEmpty()) {
            return List.of(CheckResult.ok(NAME, "strict on no interface of the mesh"));
        }
        String names = String.join(", ", strict);
        List<String> near =
                node.mesh().status().known().map(it -> near(node, it)).orElse(List.of());
        if (near.isEmpty()) {
            return List.of(
                    CheckResult.ok(NAME, "strict on " + names + ", and no member is on a LAN"));
        }
        var fix = new StringBuilder("sysctl -w");
        strict.forEach(name -> fix.append(" net.ipv4.conf.%s.rp_filter=2".formatted(name)));
        return List.of(
                CheckResult.warning(
                        NAME,
                        "strict on %s: packets that %s sends directly may be dropped"
                                .formatted(names, NameList.of(near)),
                        fix.toString()));
    }

    /** Returns the interfaces where the greater of two values is 1: that of all, and their own. */
    private static List<String> strict(NodeExamination node) {
        Map<String, Integer> filters = node.network().reversePathFilters();
        int all = filters.getOrDefault(NodeFacts.ALL_INTERFACES, 0);
        return Stream.concat(
                        node.network().onLink().stream().map(it -> it.device()),
                        Stream.of(node.device()))
                .distinct()
                .filter(name -> Math.max(all, filters.getOrDefault(name, 0)) == STRICT)
                .sorted()
                .toList();
    }

    /** Returns the members that have an endpoint on a LAN of this node. */
    private static List<String> near(NodeExamination node, NodeStatus status) {
        var lans = new PrefixIndex<String>();
        node.network().onLink().forEach(it -> lans.add(it.prefix(), it.device()));
        return status.members().stream()
                .filter(member ->
                        candidates(member).stream()
                                .anyMatch(it ->
                                        lans.first(it.address().asPrefix(), _ -> true).isPresent()))
                .map(member -> member.host().text())
                .toList();
    }

    private static List<Endpoint> candidates(MemberStatus member) {
        Optional<DesiredPeer> desired = member.desired();
        return desired.map(DesiredPeer::candidates).orElse(List.of());
    }
}
