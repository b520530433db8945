package dev.wgmesh.validate;

import java.util.stream.Stream;

/** An RRset that Route53 does not take. */
final class D008Route53 implements Rule {
    @Override
    public About about() {
        return new About(
                "D008",
                Level.ERROR,
                "RRset over 400 records: Route53",
                "Route53 refuses the change: the zone cannot be hosted there.",
                "Amazon Route 53: quotas; docs/records.md");
    }

    private static final int MOST = 400;

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.sets().stream()
                .filter(set -> isOver(set.records().size()))
                .map(set ->
                        finding(
                                Spot.of(set.records().getFirst()),
                                set.question()
                                        + " has "
                                        + set.records().size()
                                        + " records, Route53 takes at most 400",
                                "move members to a sub-list with a pool of its own: a PTR record at the mesh name, and wg-mesh init"));
    }

    private static boolean isOver(int size) {
        return size > MOST;
    }
}
