package dev.wgmesh.config;

import dev.wgmesh.plan.ZoneLocation;
import java.nio.file.Path;
import java.util.List;

/** The place that speaks for a zone; its text is what a person is told. */
public sealed interface Location {
    /** A place that takes records too. */
    sealed interface Hosts extends Location {
        /** The same with its paths taken from that directory. */
        Hosts in(Path directory);
    }

    /**
     * The zone files of a folder.
     *
     * @param reload the words of a command to run when a file was written; empty: none
     */
    record Folder(Path folder, List<String> reload) implements Hosts {
        /** Copies. */
        public Folder {
            reload = List.copyOf(reload);
        }

        /** A folder that nothing is to be done for. */
        public Folder(Path folder) {
            this(folder, List.of());
        }

        @Override
        public Folder in(Path directory) {
            return new Folder(directory.resolve(folder), reload);
        }

        @Override
        public String toString() {
            return "the zone files of " + folder;
        }
    }

    /**
     * A server that is read and updated (RFC 2136).
     *
     * @param server HOST[:PORT]
     */
    record Server(String server, TsigSettings signing) implements Hosts {
        @Override
        public Server in(Path directory) {
            return new Server(server, signing.in(directory));
        }

        @Override
        public String toString() {
            return "the server " + server;
        }
    }

    /** The server that the SOA of each zone names as its primary, read and updated. */
    record Primary(TsigSettings signing) implements Hosts {
        @Override
        public Primary in(Path directory) {
            return new Primary(signing.in(directory));
        }

        @Override
        public String toString() {
            return "the primary that a zone's SOA names";
        }
    }

    /** Amazon's Route53. */
    record Route53(ZoneLocation.Route53 details) implements Hosts {
        @Override
        public Route53 in(Path directory) {
            return this;
        }

        @Override
        public String toString() {
            return details.toString();
        }
    }

    /**
     * A server whose zones are transferred (RFC 5936), for reading only.
     *
     * @param server HOST[:PORT]
     */
    record Transfer(String server, TsigSettings signing) implements Location {
        Transfer in(Path directory) {
            return new Transfer(server, signing.in(directory));
        }

        @Override
        public String toString() {
            return "transfers from " + server;
        }
    }

    /** Resolvers, HOST[:PORT] each. */
    record Resolver(List<String> servers) implements Location {
        /** Copies. */
        public Resolver {
            servers = List.copyOf(servers);
        }

        @Override
        public String toString() {
            return "the resolver " + String.join(", ", servers);
        }
    }

    /** The resolver of this machine. */
    record SystemResolver() implements Location {
        @Override
        public String toString() {
            return "the system's resolver";
        }
    }
}
