package dev.wgmesh.validate.rule;

import dev.wgmesh.mesh.Reachability;
import dev.wgmesh.mesh.UnreachableGroup;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationContext;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules about which members can reach each other. */
final class PairRules {
    private PairRules() {}

    static List<Rule> all() {
        return List.of(new R001UnreachablePairs(), new R006DisconnectedMesh());
    }

    /** Returns the reachability where nodes decide by it: not with {@code paths=origin}. */
    private static Optional<Reachability> reachability(MeshTree tree) {
        boolean origin =
                tree.lists().getFirst().policy().found().stream()
                        .anyMatch(policy -> policy.paths().equals(Optional.of(PathMode.ORIGIN)));
        return origin ? Optional.empty() : tree.reachability();
    }

    private static FindingLocation location(MeshTree tree) {
        return FindingLocation.of(tree.lists().getFirst());
    }

    /** Members of which no packet of one arrives at the other. */
    static final class R001UnreachablePairs implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "R001",
                    Level.WARNING,
                    "members that cannot reach each other",
                    "Neither can send to the other: each is behind NAT and neither learns the "
                            + "endpoint of the other, or they have no address family in common. "
                            + "An observer or a relay that both reach helps.",
                    "docs/node.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.meshes().stream()
                    .flatMap(tree ->
                            reachability(tree).stream()
                                    .flatMap(mesh -> mesh.unreachable().stream())
                                    .map(group -> finding(tree, group)));
        }

        private Finding finding(MeshTree tree, UnreachableGroup group) {
            return finding(location(tree), group.members() + " " + group.what(), group.fix());
        }
    }

    /**
     * A mesh that is not connected, and in which some members reach each other; where none does,
     * R001 has named all.
     */
    static final class R006DisconnectedMesh implements Rule {
        /** Maximum number of sets in a text. */
        private static final int SETS = 4;

        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "R006",
                    Level.WARNING,
                    "mesh that is not connected",
                    "The members form sets that no path connects, not even through a third member: "
                            + "they are separate meshes in practice.",
                    "docs/node.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.meshes().stream().flatMap(tree -> check(tree).stream());
        }

        private Optional<Finding> check(MeshTree tree) {
            return reachability(tree)
                    .map(Reachability::connectedSets)
                    .filter(sets -> sets.size() > 1 && sets.getFirst().size() > 1)
                    .map(sets ->
                            finding(
                                    location(tree),
                                    text(sets),
                                    "publish a public endpoint of a member that all can reach:"
                                            + " wg-mesh set HOST --endpoint ADDRESS"));
        }

        private static String text(List<NavigableSet<HostName>> sets) {
            String first =
                    sets.stream()
                            .limit(SETS)
                            .map(UnreachableGroup::names)
                            .collect(Collectors.joining(" | "));
            int left = sets.size() - SETS;
            return "the members are in "
                    + sets.size()
                    + " sets that cannot reach each other: "
                    + first
                    + (left > 0 ? " | and " + left + " more sets" : "");
        }
    }
}
