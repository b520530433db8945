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
     */
    public static ZoneProvider file(Path file, Optional<Name> zone, InstantSource clock) {
        return new ZoneFileProvider(file, zone, clock);
    }

    /**
     * The zone of the server that holds the name, found by asking that server.
     *
     * @param random gives query IDs
     * @param clock of signatures and receipts
     * @throws dev.wgmesh.problem.Failure UNREADABLE where the server cannot be asked, has no such
     *     zone, or has an alias at that name
     */
    public static ZoneProvider server(
            ServerPlace server, Name owner, RandomGenerator random, InstantSource clock) {
        var asked = new Server(server, random, clock);
        return new ServerProvider(asked, ApexSearch.find(asked, owner), clock);
    }

    /**
     * The zone of Route53 that holds the name. Its calls are held to a rate of its own, below that
     * of an account: open one place a zone and keep it.
     *
     * @param random spreads tries that are repeated
     * @throws dev.wgmesh.problem.Failure UNREADABLE where Route53 cannot be asked, or has no such
     *     zone; INPUT where it has several, which it lists, and for a profile that is not there
     */
    public static ZoneProvider route53(
            Route53Place place, Name owner, RandomGenerator random, InstantSource clock) {
        return Route53Provider.open(place, owner, random, clock);
    }
}
