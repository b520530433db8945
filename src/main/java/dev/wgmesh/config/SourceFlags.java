package dev.wgmesh.config;

import dev.wgmesh.plan.ZoneLocation;
import java.util.List;
import java.util.Optional;

/**
 * What the flags of a command say about where records are read and written.
 *
 * @param place that hosts every zone: {@code --zones}, {@code --server}, {@code --route53}
 * @param axfr a server whose zones are transferred, for reading only
 * @param resolvers HOST[:PORT], in the order given
 * @param route53 details of Route53 where a wg-mesh.toml says which zones it hosts
 * @param emit whether records are to be printed instead of written
 * @param waits whether a change is waited for until readers see it
 */
public record SourceFlags(
        Optional<Location.Hosts> place,
        Optional<Location.Transfer> axfr,
        List<String> resolvers,
        Route53Details route53,
        boolean emit,
        boolean waits) {
    /** No flag was given. */
    public static final SourceFlags NONE =
            new SourceFlags(
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Route53Details.NONE,
                    false,
                    true);

    /** Copies. */
    public SourceFlags {
        resolvers = List.copyOf(resolvers);
    }

    /** The same, and records are printed instead of written or not. */
    public SourceFlags emitting(boolean printed) {
        return new SourceFlags(place, axfr, resolvers, route53, printed, waits);
    }

    /** The same, and a change is waited for until readers see it or not. */
    public SourceFlags waiting(boolean waiting) {
        return new SourceFlags(place, axfr, resolvers, route53, emit, waiting);
    }

    /** The same with that place. */
    public SourceFlags at(Location.Hosts other) {
        return new SourceFlags(Optional.of(other), axfr, resolvers, route53, emit, waits);
    }

    /** The same with these resolvers. */
    public SourceFlags asking(List<String> others) {
        return new SourceFlags(place, axfr, others, route53, emit, waits);
    }

    /** The same with transfers from that server. */
    public SourceFlags transferring(Location.Transfer from) {
        return new SourceFlags(place, Optional.of(from), resolvers, route53, emit, waits);
    }

    /** Whether a flag says where records are read: then no configuration does. */
    boolean speak() {
        return place.isPresent() || axfr.isPresent() || !resolvers.isEmpty();
    }

    /** What the details of Route53 are to a zone that it hosts; a flag wins. */
    Location.Hosts detailed(Location.Hosts hosts) {
        return hosts instanceof Location.Route53(ZoneLocation.Route53 own)
                ? new Location.Route53(route53.over(own))
                : hosts;
    }
}
