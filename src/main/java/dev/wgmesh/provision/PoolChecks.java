package dev.wgmesh.provision;

import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.PolicyText;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/** What makes a prefix unusable as a pool of a list. */
final class PoolChecks {
    private final MeshSnapshot view;
    private final MeshName list;

    /** Checks for a pool of a list, there or not. */
    PoolChecks(MeshSnapshot view, MeshName list) {
        this.view = view;
        this.list = list;
    }

    /** Returns every pool that is too small, and every one that overlaps another of them. */
    static List<Problem> sizes(List<Prefix> pools) {
        var problems = new ArrayList<Problem>();
        Optional<Prefix> before = Optional.empty();
        for (Prefix pool : pools.stream().distinct().sorted().toList()) {
            if (pool.length() > pool.family().bits() - 2) {
                problems.add(problem(pool, "is too small", "give a shorter prefix"));
            }
            if (before.filter(pool::overlaps).isPresent()) {
                problems.add(
                        problem(
                                pool,
                                "overlaps " + before.get(),
                                "leave out one of the two prefixes"));
            }
            before = Optional.of(pool);
        }
        return problems;
    }

    /**
     * Returns what the addresses of the pools cannot be, or must not be without an exception.
     *
     * @param publicPools whether public addresses are allowed
     */
    static List<Problem> ranges(List<Prefix> pools, boolean publicPools) {
        return pools.stream().flatMap(pool -> range(pool, publicPools).stream()).toList();
    }

    private static Optional<Problem> range(Prefix pool, boolean publicPools) {
        AddressScope scope = pool.scope();
        if (!scope.isUnicast()) {
            return Optional.of(
                    problem(
                            pool,
                            "has only "
                                    + scope.adjective()
                                    + " addresses, which no node can have in a mesh",
                            "give a private prefix such as 10.0.0.0/24"));
        }
        if (scope == AddressScope.PRIVATE || publicPools) {
            return Optional.empty();
        }
        return Optional.of(
                problem(
                        pool,
                        pool.length() == 0
                                ? "is the default route: the mesh could take over all traffic of its nodes"
                                : "has public addresses: nodes could lose their way to the owners of"
                                        + " those addresses",
                        "give a private prefix such as 10.0.0.0/24, or allow this one with"
                                + " --allow-public"));
    }

    /**
     * Returns each pool that overlaps a pool of another mesh of the zone, of a list beside this
     * one, or that lies outside the pools of the list above.
     */
    List<Problem> conflicts(List<Prefix> pools) {
        var problems = new ArrayList<Problem>();
        var above = view.listAndAncestors(list).stream().skip(1).toList();
        var around =
                new ClaimBounds(
                                above.stream()
                                        .limit(1)
                                        .map(view::policies)
                                        .flatMap(List::stream)
                                        .toList())
                        .pools();
        Set<MeshName> below = below();
        var beside =
                view.unrelatedLists(list).stream().filter(other -> !below.contains(other)).toList();
        for (Prefix pool : pools) {
            if (!around.isEmpty() && around.stream().noneMatch(outer -> outer.contains(pool))) {
                problems.add(
                        problem(
                                pool,
                                "is outside the pools of " + above.getFirst(),
                                "choose within " + around));
            }
            for (MeshName other : beside) {
                overlaps(pool, other.text(), view.pools(other)).forEach(problems::add);
            }
        }
        otherMeshes()
                .forEach(set -> {
                    String owner = set.question().owner().toString(true);
                    String other = owner.substring(owner.indexOf('.') + 1);
                    var theirs = PolicyText.read(set.question(), set).value().pools();
                    pools.forEach(pool -> overlaps(pool, other, theirs).forEach(problems::add));
                });
        return problems;
    }

    /** Returns each pool of a list below this one that lies outside the pools. */
    List<Problem> abandoned(List<Prefix> pools) {
        if (pools.isEmpty()) {
            return List.of();
        }
        return below().stream()
                .flatMap(sub ->
                        view.pools(sub).stream()
                                .filter(pool -> pools.stream().noneMatch(p -> p.contains(pool)))
                                .map(pool ->
                                        new Problem(
                                                list.text(),
                                                "has the sub-list "
                                                        + sub
                                                        + ", whose pool "
                                                        + pool
                                                        + " is outside the new pools",
                                                "add a --pool that contains " + pool)))
                .toList();
    }

    private Set<MeshName> below() {
        return view.unrelatedLists(list).stream()
                .filter(other -> view.listAndAncestors(other).contains(list))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the policies in the list's zone of lists that are in another mesh. */
    private Stream<RRset> otherMeshes() {
        Set<String> own =
                Stream.concat(
                                Stream.of(list),
                                view.mesh().lists().stream().map(known -> known.name()))
                        .map(known -> PolicyText.question(known).owner().toString(true))
                        .collect(Collectors.toSet());
        ZoneContents zone = view.zoneOf(PolicyText.question(list).owner()).zone();
        return zone.rrsets(set -> set.is(Type.TXT) && set.hasUnderscore())
                .sorted(Comparator.comparing(RRset::question))
                .filter(set ->
                        set.question()
                                .owner()
                                .getLabelString(0)
                                .equalsIgnoreCase(RecordFormat.POLICY))
                .filter(set -> !own.contains(set.question().owner().toString(true)));
    }

    private static Stream<Problem> overlaps(Prefix pool, String other, List<Prefix> theirs) {
        return theirs.stream()
                .filter(pool::overlaps)
                .map(their ->
                        problem(
                                pool,
                                "overlaps " + their + ", the pool of " + other,
                                "choose a pool that no other list of the zone has"));
    }

    private static Problem problem(Prefix pool, String what, String fix) {
        return new Problem("--pool " + pool, what, fix);
    }
}
