package dev.wgmesh.validate;

import java.util.stream.Stream;

/** An RRset that BIND does not load. */
final class D006Bind implements Rule {
    @Override
    public About about() {
        return new About(
                "D006",
                Level.ERROR,
                "RRset over 100 records: BIND",
                "BIND does not load the zone, refuses the update, and as a resolver answers "
                        + "SERVFAIL (max-records-per-type).",
                "BIND 9 ARM: max-records-per-type; docs/records.md");
    }

    private static final int MOST = 100;

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
                                        + " records, BIND fails above 100",
                                "move members to a sub-list with a pool of its own: a PTR record at the mesh name, and wg-mesh init"));
    }

    private static boolean isOver(int size) {
        return size > MOST;
    }
}
