package dev.wgmesh.provider;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Name;

/** The places that can host a zone. */
public final class ZoneProviders {
    private ZoneProviders() {}

    /**
     * A zone file; it and what it includes are edited, each line in the file that holds it.
     *
     * @param zone its origin before the first {@code $ORIGIN}; empty: its name tells it ({@code
     *     example.com.zone})
     * @param reload is run when the file was written and readers are to see it
     */
    public static ZoneProvider file(
            Path file, Optional<Name> zone, InstantSource clock, Optional<Reload> reload) {
        return new ZoneFileProvider(file, zone, clock, reload);
    }

    /**
     * The zones of a server, found by asking that server.
     *
     * @param random gives query IDs
     * @param clock of signatures and receipts
     */
    public static ZoneSearch server(
            ServerPlace server, RandomGenerator random, InstantSource clock) {
        return new ServerSearch(new Server(server, random, clock), clock);
    }

    /** The zone of the server that holds the name; throws as {@link ZoneSearch#zoneOf} does. */
    public static ZoneProvider server(
            ServerPlace server, Name owner, RandomGenerator random, InstantSource clock) {
        return server(server, random, clock).zoneOf(owner);
    }

    /**
     * The zones of Route53, listed once. Calls are held to a rate below that of an account: open it
     * once and keep it.
     *
     * @param random spreads tries that are repeated
     * @throws dev.wgmesh.problem.Failure UNREADABLE without credentials, INPUT for a profile that
     *     is not there
     */
    public static ZoneSearch route53(
            Route53Place place, RandomGenerator random, InstantSource clock) {
        return Route53Provider.search(place, random, clock);
    }
}
