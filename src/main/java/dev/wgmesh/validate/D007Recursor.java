package dev.wgmesh.validate;

import java.util.stream.Stream;

/** An RRset that PowerDNS Recursor does not answer. */
final class D007Recursor implements Rule {
    @Override
    public About about() {
        return new About(
                "D007",
                Level.ERROR,
                "RRset over 256 records: PowerDNS Recursor",
                "Members behind that resolver see no list at all.",
                "PowerDNS Recursor: max-rrset-size; docs/records.md");
    }

    private static final int MOST = 256;

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
                                        + " records, PowerDNS Recursor fails above 256",
                                "move members to a sub-list with a pool of its own: a PTR record at the mesh name, and wg-mesh init"));
    }

    private static boolean isOver(int size) {
        return size > MOST;
    }
}
