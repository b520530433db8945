package dev.wgmesh.validate.rule;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
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
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Rules about the pools of the policies. */
final class PoolRules {
    private PoolRules() {}

    static List<Rule> all() {
        return List.of(new A007PoolRange(), new A009PoolFull(), new A010PoolOverlap());
    }

    /** A pool where something else lives. */
    static final class A007PoolRange implements Rule {
        @Override
        public RuleInfo about() {
            return new RuleInfo(
                    "A007",
                    Level.WARNING,
                    "pool overlaps an endpoint, or Docker's or k3s's default ranges",
                    "Two networks with one prefix on one machine: one of them is not reached.",
                    "docs.docker.com: default address pools; docs.k3s.io: cluster-cidr, "
                            + "service-cidr");
        }

        private static final List<Range> RANGES =
                List.of(
                        new Range(Prefix.of("172.17.0.0/16"), "Docker's default bridge"),
                        new Range(Prefix.of("172.18.0.0/15"), "Docker's default networks"),
                        new Range(Prefix.of("172.20.0.0/14"), "Docker's default networks"),
                        new Range(Prefix.of("172.24.0.0/13"), "Docker's default networks"),
                        new Range(Prefix.of("10.42.0.0/16"), "k3s's pods"),
                        new Range(Prefix.of("10.43.0.0/16"), "k3s's services"));

        /** A prefix that a program takes if it is not told otherwise. */
        private record Range(Prefix prefix, String user) {}

        @Override
        public Stream<Finding> check(Inspection in) {
            return in.trees().stream().flatMap(this::check);
        }

        private Stream<Finding> check(MeshTree tree) {
            NavigableMap<IpAddress, HostName> endpoints = new TreeMap<>();
            tree.members()
                    .values()
                    .forEach(member ->
                            member.endpointAddresses()
                                    .forEach(address ->
                                            endpoints.putIfAbsent(address, member.name())));
            return tree.lists().stream()
                    .flatMap(list ->
                            list.policy().stream()
                                    .flatMap(policy -> policy.pools().stream())
                                    .flatMap(pool ->
                                            Stream.concat(
                                                            RANGES.stream()
                                                                    .filter(range ->
                                                                            range.prefix()
                                                                                    .overlaps(pool))
                                                                    .limit(1)
                                                                    .map(range ->
                                                                            "pool "
                                                                                    + pool
                                                                                    + " overlaps "
                                                                                    + range.prefix()
                                                                                    + ", "
                                                                                    + range.user()),
                                                            endpoints
                                                                    .subMap(
                                                                            pool.network(),
                                                                            true,
                                                                            pool.last(),
                                                                            true)
                                                                    .entrySet()
                                                                    .stream()
                                                                    .limit(1)
                                                                    .map(endpoint ->
                                                                            "pool "
                                                                                    + pool
                                                                                    + " holds "
                                                                                    + endpoint
                                                                                            .getKey()
                                                                                    + ", an endpoint of "
                                                                                    + endpoint
                                                                                            .getValue()))
                                                    .map(what ->
                                                            finding(
                                                                    list.policySpot("pool=" + pool),
                                                                    what,
                                                                    "choose another pool, or give the other one another range"))));
        }
    }

    /** A pool that is nearly used up. */
    static final class A009PoolFull implements Rule {
        @Override
        public RuleInfo about() {
            return new RuleInfo(
                    "A009",
                    Level.WARNING,
                    "pool over 90 % used",
                    "Soon a join finds no free address.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(Inspection in) {
            return in.trees().stream().flatMap(this::check);
        }

        private Stream<Finding> check(MeshTree tree) {
            NavigableSet<IpAddress> used = new TreeSet<>();
            tree.claims()
                    .filter(claim -> claim.prefix().isHost())
                    .forEach(claim -> used.add(claim.prefix().network()));
            return tree.lists().stream()
                    .flatMap(list ->
                            list.policy().stream()
                                    .flatMap(policy -> policy.pools().stream())
                                    .flatMap(pool ->
                                            check(
                                                    list,
                                                    pool,
                                                    used.subSet(
                                                                    pool.network(),
                                                                    true,
                                                                    pool.last(),
                                                                    true)
                                                            .size())));
        }

        private Stream<Finding> check(ListRecords list, Prefix pool, int used) {
            double usable = usable(pool);
            return used <= 0.9 * usable
                    ? Stream.empty()
                    : Stream.of(
                            finding(
                                    list.policySpot("pool=" + pool),
                                    used
                                            + " of "
                                            + (long) usable
                                            + " addresses of "
                                            + pool
                                            + " are used",
                                    "add a pool: _policy."
                                            + list.name()
                                            + ". IN TXT \"pool=CIDR\""));
        }

        /** Addresses that a member can have. */
        private static double usable(Prefix pool) {
            double all = Math.pow(2, pool.family().bits() - pool.length());
            return all > 2 ? all - (pool.reserves(pool.last()) ? 2 : 1) : all;
        }
    }

    /** Pools that share addresses. */
    static final class A010PoolOverlap implements Rule {
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
            return in.trees().stream()
                    .flatMap(tree -> Stream.concat(outside(tree), overlapping(tree)));
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
                    .flatMap(A010PoolOverlap::pools)
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
}
