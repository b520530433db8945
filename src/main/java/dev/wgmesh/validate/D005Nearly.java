package dev.wgmesh.validate;

import java.util.stream.Stream;

/** An RRset that BIND will soon not load. */
final class D005Nearly implements Rule {
    @Override
    public About about() {
        return new About(
                "D005",
                Level.WARNING,
                "RRset over 90 records",
                "BIND loads and answers at most 100 records of one name and type (max- "
                        + "records-per-type).",
                "BIND 9 ARM: max-records-per-type; docs/records.md");
    }

    private static final int MOST = 90;

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
                                        + " records, BIND stops at 100",
                                "move members to a sub-list with a pool of its own: a PTR record at the mesh name, and wg-mesh init"));
    }

    private static boolean isOver(int size) {
        return size > MOST && size <= 100;
    }
}
