package dev.wgmesh.validate.rule;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A pool where something else lives. */
final class A007PoolRange implements Rule {
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
                                .forEach(address -> endpoints.putIfAbsent(address, member.name())));
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
                                                                                + endpoint.getKey()
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
