package dev.wgmesh.validate.rule;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationContext;
import dev.wgmesh.zone.ListRecords;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules about pools compared with each other. */
final class PoolOverlapRules {
    private PoolOverlapRules() {}

    static List<Rule> all() {
        return List.of(new A010PoolOverlap(), new A014MeshesOnOnePool());
    }

    /** A pool and the list that has it in its policy. */
    private record Pool(ListRecords list, Prefix prefix) {
        /** Orders wide prefixes first, so that a pool comes before all that it contains. */
        static final Comparator<Pool> OUTER_FIRST =
                Comparator.comparing(Pool::prefix).thenComparing(pool -> pool.list().name());

        static Stream<Pool> of(ListRecords list) {
            return list.ownPools().stream().map(prefix -> new Pool(list, prefix));
        }

        FindingLocation location() {
            return FindingLocation.ofPool(list, prefix);
        }

        /** Returns whether the list of this pool is that of the other, or above it. */
        boolean isAbove(Pool other) {
            return Stream.iterate(
                            Optional.of(other.list()),
                            Optional::isPresent,
                            l -> l.flatMap(ListRecords::parent))
                    .anyMatch(l -> l.orElseThrow().name().equals(list.name()));
        }

        @Override
        public String toString() {
            return prefix + " of " + list.name();
        }
    }

    /**
     * Returns a finding for each pool that lies in another one with which it conflicts. Pools are
     * nested or apart: sorted, those around one are the ones still open before it.
     */
    private static Stream<Finding> overlapping(
            Stream<Pool> pools,
            BiPredicate<Pool, Pool> conflict,
            BiFunction<Pool, Pool, Finding> finding) {
        Deque<Pool> open = new ArrayDeque<>();
        return pools
                .sorted(Pool.OUTER_FIRST)
                .flatMap(pool -> {
                    while (!open.isEmpty() && !open.peek().prefix().contains(pool.prefix())) {
                        open.pop();
                    }
                    Optional<Pool> other =
                            open.stream().filter(o -> conflict.test(o, pool)).findFirst();
                    open.push(pool);
                    return other.stream().map(o -> finding.apply(pool, o));
                })
                .toList()
                .stream();
    }

    /** Pools of one mesh that share addresses. */
    static final class A010PoolOverlap implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "A010",
                    Level.ERROR,
                    "pools of two lists overlap, or a sub-list's pool lies outside its parent's",
                    "Two lists can allocate the same address at the same time. Every member "
                            + "refuses an address outside the parent's pools.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.meshes().stream()
                    .flatMap(tree ->
                            Stream.concat(
                                    outside(tree),
                                    overlapping(
                                            tree.lists().stream().flatMap(Pool::of),
                                            (a, b) -> !a.isAbove(b) && !b.isAbove(a),
                                            this::finding)));
        }

        private Stream<Finding> outside(MeshTree tree) {
            return tree.lists().stream()
                    .flatMap(list ->
                            list.parent().stream().flatMap(parent -> outside(list, parent)));
        }

        private Stream<Finding> outside(ListRecords list, ListRecords parent) {
            List<Prefix> around = parent.pools();
            return Pool.of(list)
                    .filter(pool ->
                            !around.isEmpty()
                                    && around.stream().noneMatch(p -> p.contains(pool.prefix())))
                    .map(pool ->
                            finding(
                                    pool.location(),
                                    "pool " + pool + " is outside the pools of " + parent.name(),
                                    "choose a pool inside the pools of " + parent.name()));
        }

        private Finding finding(Pool pool, Pool other) {
            return finding(
                    pool.location(),
                    "pool " + pool + " overlaps " + other,
                    "give each list a pool of its own");
        }
    }

    /** Pools of two meshes that share addresses. */
    static final class A014MeshesOnOnePool implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "A014",
                    Level.WARNING,
                    "pools of two meshes overlap",
                    "Both meshes can give one address to two hosts: a node in both of them reaches "
                            + "only one of the two.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            Map<MeshName, MeshName> groups = groups(in.allMeshes());
            Map<MeshName, ListRecords> lists = new TreeMap<>();
            in.allMeshes().stream()
                    .flatMap(tree -> tree.lists().stream())
                    .forEach(list -> lists.putIfAbsent(list.name(), list));
            Set<MeshName> scope = in.lists().map(ListRecords::name).collect(Collectors.toSet());
            return overlapping(
                    lists.values().stream().flatMap(Pool::of),
                    (a, b) ->
                            !isOneMesh(groups, a.list().name(), b.list().name())
                                    && (scope.contains(a.list().name())
                                            || scope.contains(b.list().name())),
                    this::finding);
        }

        private static boolean isOneMesh(
                Map<MeshName, MeshName> groups, MeshName one, MeshName other) {
            return groups.getOrDefault(one, one).equals(groups.getOrDefault(other, other));
        }

        /** Returns the mesh of each list; one mesh for all meshes that share a list. */
        private static Map<MeshName, MeshName> groups(List<MeshTree> trees) {
            var groups = new HashMap<MeshName, MeshName>();
            for (MeshTree tree : trees) {
                MeshName group =
                        tree.lists().stream()
                                .map(ListRecords::name)
                                .filter(groups::containsKey)
                                .map(groups::get)
                                .findFirst()
                                .orElse(tree.name());
                tree.lists().forEach(list -> groups.putIfAbsent(list.name(), group));
            }
            return groups;
        }

        private Finding finding(Pool pool, Pool other) {
            return finding(
                    pool.location(),
                    "pool " + pool + " overlaps " + other + ", another mesh",
                    "give each mesh a pool of its own");
        }
    }
}
