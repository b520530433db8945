package dev.wgmesh.provider;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
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
}
