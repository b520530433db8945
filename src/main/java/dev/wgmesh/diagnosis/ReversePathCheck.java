package dev.wgmesh.diagnosis;

import dev.wgmesh.mesh.ClaimPath;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.plan.NodeStatus;
import java.util.List;
import java.util.Map;
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
        List<String> open =
                node.mesh()
                        .status()
                        .known()
                        .map(ReversePathCheck::notAcceptedYet)
                        .orElse(List.of());
        if (open.isEmpty()) {
            return List.of(
                    CheckResult.ok(
                            NAME,
                            "strict on " + names + ", which drops nothing that members send"));
        }
        var fix = new StringBuilder("sysctl -w");
        strict.forEach(name -> fix.append(" net.ipv4.conf.%s.rp_filter=2".formatted(name)));
        return List.of(
                CheckResult.warning(
                        NAME,
                        ("strict on %s: packets that %s sends directly are dropped until its key has"
                                        + " answered on the LAN")
                                .formatted(names, NameList.of(open)),
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

    /** Returns the members that may send directly before this node accepts that. */
    private static List<String> notAcceptedYet(NodeStatus status) {
        return status.members().stream()
                .filter(member ->
                        member.desired().stream()
                                .flatMap(desired -> desired.paths().stream())
                                .anyMatch(ClaimPath::dropsDirect))
                .map(member -> member.host().text())
                .toList();
    }
}
