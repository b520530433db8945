package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.ClaimRecord;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.Stream;

/** One address at two members. */
final class A001Overlap implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "A001",
                Level.ERROR,
                "one mesh address at two members, or prefixes that overlap",
                "An allowed IP belongs to one peer: WireGuard gives it to whoever is set "
                        + "last, and the other gets nothing.",
                "docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.trees().stream().flatMap(this::check);
    }

    /** Prefixes are nested or apart: sorted, those around one are those still open before it. */
    private Stream<Finding> check(MeshTree tree) {
        Deque<ClaimRecord> open = new ArrayDeque<>();
        return tree
                .claims()
                .sorted(ClaimRecord.OUTER_FIRST)
                .flatMap(claim -> {
                    while (!open.isEmpty() && !open.peek().prefix().contains(claim.prefix())) {
                        open.pop();
                    }
                    Optional<ClaimRecord> other =
                            open.stream()
                                    .filter(c -> !c.member().name().equals(claim.member().name()))
                                    .findFirst();
                    if (open.isEmpty() || !open.peek().prefix().equals(claim.prefix())) {
                        open.push(claim);
                    }
                    return other.stream().map(around -> overlap(claim, around));
                })
                .toList()
                .stream();
    }

    private Finding overlap(ClaimRecord claim, ClaimRecord around) {
        String what =
                claim.prefix().equals(around.prefix())
                        ? " is claimed by " + around.member().name() + " too"
                        : " lies in " + around + ", claimed by " + around.member().name();
        return finding(
                claim.spot(),
                claim + what,
                "give "
                        + claim.member().name()
                        + " another: wg-mesh allocate "
                        + claim.member().list().name());
    }
}
