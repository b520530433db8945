package dev.wgmesh.validate.rule;

import dev.wgmesh.model.Prefix;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListRecords;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.Stream;

/** Pools that share addresses. */
final class A010Pools implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "A010",
                Level.ERROR,
                "pools of two lists overlap, or a sub-list's lies outside its parent's",
                "Two lists would give out one address at the same time; and what lies "
                        + "outside the parent's pools is refused by everybody.",
                "docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.trees().stream().flatMap(tree -> Stream.concat(outside(tree), overlapping(tree)));
    }

    private Stream<Finding> outside(MeshTree tree) {
        return tree.lists().stream()
                .flatMap(list ->
                        list.parent().stream()
                                .flatMap(parent ->
                                        parent.pools().isEmpty()
                                                ? Stream.empty()
                                                : pools(list)
                                                        .filter(pool ->
                                                                parent.pools().stream()
                                                                        .noneMatch(p ->
                                                                                p.contains(
                                                                                        pool
                                                                                                .prefix())))
                                                        .map(pool ->
                                                                finding(
                                                                        pool.spot(),
                                                                        "pool "
                                                                                + pool.prefix()
                                                                                + " of "
                                                                                + list.name()
                                                                                + " lies outside the pools of "
                                                                                + parent.name(),
                                                                        "choose one inside them"))));
    }

    /** As with claims: sorted, the pools around one are those still open before it. */
    private Stream<Finding> overlapping(MeshTree tree) {
        Deque<Pool> open = new ArrayDeque<>();
        return tree.lists().stream()
                .flatMap(A010Pools::pools)
                .sorted(
                        Comparator.comparing(Pool::prefix)
                                .thenComparing(pool -> pool.list().name()))
                .flatMap(pool -> {
                    while (!open.isEmpty() && !open.peek().prefix().contains(pool.prefix())) {
                        open.pop();
                    }
                    Optional<Pool> other =
                            open.stream()
                                    .filter(o -> !o.isAbove(pool) && !pool.isAbove(o))
                                    .findFirst();
                    open.push(pool);
                    return other.stream()
                            .map(o ->
                                    finding(
                                            pool.spot(),
                                            "pool "
                                                    + pool.prefix()
                                                    + " of "
                                                    + pool.list().name()
                                                    + " overlaps "
                                                    + o.prefix()
                                                    + " of "
                                                    + o.list().name(),
                                            "give each list a pool of its own"));
                })
                .toList()
                .stream();
    }

    private static Stream<Pool> pools(ListRecords list) {
        return list.policy().stream()
                .flatMap(policy -> policy.pools().stream())
                .map(prefix -> new Pool(list, prefix));
    }

    /** A pool and the list whose own it is. */
    private record Pool(ListRecords list, Prefix prefix) {
        FindingLocation spot() {
            return list.policySpot("pool=" + prefix);
        }

        /** Whether its list is the other's, or one above. */
        boolean isAbove(Pool other) {
            return Stream.iterate(
                            Optional.of(other.list()),
                            Optional::isPresent,
                            l -> l.flatMap(ListRecords::parent))
                    .anyMatch(l -> l.orElseThrow().name().equals(list.name()));
        }
    }
}
