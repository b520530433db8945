package dev.wgmesh.plan;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where a zone is hosted, as a saved plan and a receipt name it; without secrets. */
public sealed interface ZoneLocation {
    /** The zone files of a folder. */
    record Folder(Path folder) implements ZoneLocation {
        @Override
        public String toString() {
            return "the zone files of " + folder;
        }
    }

    /**
     * A server that takes dynamic updates (RFC 2136).
     *
     * @param server HOST or HOST:PORT
     * @param tsigKeyFile the file of the key that signs; empty: nothing is signed
     */
    record Server(String server, Optional<Path> tsigKeyFile) implements ZoneLocation {
        @Override
        public String toString() {
            return "the server " + server;
        }
    }

    /**
     * Amazon's Route53.
     *
     * @param hostedZoneId of the zone; empty: found by name
     * @param profile of the credentials; empty: the default chain
     * @param endpoint another one than Amazon's own; empty: that
     * @param privateZone whether a private zone is meant
     */
    record Route53(
            Optional<String> hostedZoneId,
            Optional<String> profile,
            Optional<URI> endpoint,
            boolean privateZone)
            implements ZoneLocation {
        @Override
        public String toString() {
            return "Route53" + hostedZoneId.map(id -> " zone " + id).orElse("");
        }
    }
}
