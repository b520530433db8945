package dev.wgmesh.validate.rule;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListRecords;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A pool that is nearly used up. */
final class A009PoolFull implements Rule {
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
                                                used.subSet(pool.network(), true, pool.last(), true)
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
                                "add a pool: _policy." + list.name() + ". IN TXT \"pool=CIDR\""));
    }

    /** Addresses that a member can have. */
    private static double usable(Prefix pool) {
        double all = Math.pow(2, pool.family().bits() - pool.length());
        return all > 2 ? all - (pool.reserves(pool.last()) ? 2 : 1) : all;
    }
}
