package dev.wgmesh.validate.rule;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationContext;
import dev.wgmesh.zone.ListRecords;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Rules about the pools of the policies. */
final class PoolRules {
    private PoolRules() {}

    static List<Rule> all() {
        return List.of(new A007PoolRange(), new A009PoolFull());
    }

    /** A pool that overlaps other networks. */
    static final class A007PoolRange implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "A007",
                    Level.WARNING,
                    "pool overlaps Docker's or k3s's default ranges",
                    "Where a machine has two networks with the same prefix, one of them is "
                            + "unreachable.",
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

        /** A prefix that a program uses by default. */
        private record Range(Prefix prefix, String user) {}

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.meshes().stream().flatMap(this::check);
        }

        private Stream<Finding> check(MeshTree tree) {
            return tree.lists().stream()
                    .flatMap(list ->
                            list.ownPools().stream()
                                    .flatMap(pool ->
                                            range(pool)
                                                    .map(what ->
                                                            finding(
                                                                    FindingLocation.ofPool(
                                                                            list, pool),
                                                                    what,
                                                                    "use another pool"))));
        }

        private static Stream<String> range(Prefix pool) {
            return RANGES.stream()
                    .filter(range -> range.prefix().overlaps(pool))
                    .limit(1)
                    .map(range ->
                            "pool " + pool + " overlaps " + range.prefix() + ", " + range.user());
        }
    }

    /** A pool with few free addresses. */
    static final class A009PoolFull implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "A009",
                    Level.WARNING,
                    "pool over 90 % used",
                    "A join fails when no address is free.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.meshes().stream().flatMap(this::check);
        }

        private Stream<Finding> check(MeshTree tree) {
            NavigableSet<IpAddress> used = new TreeSet<>();
            tree.claims().stream()
                    .filter(claim -> claim.prefix().isHost())
                    .forEach(claim -> used.add(claim.prefix().network()));
            return tree.lists().stream()
                    .flatMap(list ->
                            list.ownPools().stream()
                                    .flatMap(pool ->
                                            check(
                                                    list,
                                                    pool,
                                                    used.subSet(
                                                                    pool.network(),
                                                                    true,
                                                                    pool.lastAddress(),
                                                                    true)
                                                            .size())));
        }

        private Stream<Finding> check(ListRecords list, Prefix pool, int used) {
            double usable = usable(pool);
            return used <= 0.9 * usable
                    ? Stream.empty()
                    : Stream.of(
                            finding(
                                    FindingLocation.ofPool(list, pool),
                                    used
                                            + " of "
                                            + (long) usable
                                            + " addresses of pool "
                                            + pool
                                            + " are used",
                                    "add a pool: _policy."
                                            + list.name()
                                            + ". IN TXT \"pool=CIDR\""));
        }

        /** Returns the number of addresses that members can use. */
        private static double usable(Prefix pool) {
            double all = Math.pow(2, pool.family().bits() - pool.length());
            return all > 2 ? all - (pool.isReserved(pool.lastAddress()) ? 2 : 1) : all;
        }
    }
}
