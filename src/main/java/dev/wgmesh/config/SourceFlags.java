package dev.wgmesh.config;

import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.Route53Location;
import java.util.List;
import java.util.Optional;

/**
 * The flags of a command that name where records are read and written.
 *
 * @param location the host of every zone: {@code --zones}, {@code --server}, {@code --route53}
 * @param transfer a server whose zones are transferred, for reading only
 * @param resolvers HOST[:PORT], in the order given
 * @param route53 settings of Route53 for the zones that a wg-mesh.toml says Route53 hosts
 * @param emit whether records are to be printed instead of written
 * @param awaitVisible whether a change is waited for until readers see it
 * @param dnssec how answers of resolvers are validated
 */
public record SourceFlags(
        Optional<Location.Host> location,
        Optional<Location.Transfer> transfer,
        List<String> resolvers,
        Route53Location route53,
        boolean emit,
        boolean awaitVisible,
        DnssecChoice dnssec) {
    /** No flag was given. */
    public static final SourceFlags NONE =
            new SourceFlags(
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Route53Location.DEFAULT,
                    false,
                    true);

    public SourceFlags {
        resolvers = List.copyOf(resolvers);
    }

    /** Flags that say nothing about DNSSEC. */
    public SourceFlags(
            Optional<Location.Host> location,
            Optional<Location.Transfer> transfer,
            List<String> resolvers,
            Route53Location route53,
            boolean emit,
            boolean awaitVisible) {
        this(location, transfer, resolvers, route53, emit, awaitVisible, DnssecChoice.NONE);
    }

    /** Returns the same flags with that choice about DNSSEC. */
    public SourceFlags withDnssec(DnssecChoice choice) {
        return new SourceFlags(location, transfer, resolvers, route53, emit, awaitVisible, choice);
    }

    /** Returns the same flags with that choice whether records are printed. */
    public SourceFlags withEmit(boolean printed) {
        return new SourceFlags(
                location, transfer, resolvers, route53, printed, awaitVisible, dnssec);
    }

    /** Returns the same flags with that choice whether to wait until a change is visible. */
    public SourceFlags withAwaitVisible(boolean waiting) {
        return new SourceFlags(location, transfer, resolvers, route53, emit, waiting, dnssec);
    }

    /** Returns the same flags with that host. */
    public SourceFlags withLocation(Location.Host other) {
        return new SourceFlags(
                Optional.of(other), transfer, resolvers, route53, emit, awaitVisible, dnssec);
    }

    /** Returns the same flags with these resolvers. */
    public SourceFlags withResolvers(List<String> others) {
        return new SourceFlags(location, transfer, others, route53, emit, awaitVisible, dnssec);
    }

    /** Returns the same flags with transfers from that server. */
    public SourceFlags withTransfer(Location.Transfer from) {
        return new SourceFlags(
                location, Optional.of(from), resolvers, route53, emit, awaitVisible, dnssec);
    }

    /** Returns whether a flag names a location, so that no configuration does. */
    boolean nameLocation() {
        return location.isPresent() || transfer.isPresent() || !resolvers.isEmpty();
    }

    /** Returns the host with the settings of Route53 that flags give; a flag wins. */
    Location.Host withRoute53Flags(Location.Host hosts) {
        return hosts instanceof Route53Location own ? route53.over(own) : hosts;
    }
}
