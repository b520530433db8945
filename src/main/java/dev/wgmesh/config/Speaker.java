package dev.wgmesh.config;

import java.nio.file.Path;
import java.util.List;

/** The place that speaks for a zone. */
public sealed interface Speaker {
    /** The zone files of a folder. */
    record Folder(Path folder) implements Speaker {
        @Override
        public String toString() {
            return "the zone files of " + folder;
        }
    }

    /** Resolvers, HOST[:PORT] each. */
    record Resolver(List<String> servers) implements Speaker {
        @Override
        public String toString() {
            return "the resolver " + String.join(", ", servers);
        }
    }

    /** The resolver of this machine. */
    record SystemResolver() implements Speaker {
        @Override
        public String toString() {
            return "the system's resolver";
        }
    }

    /** A server that is read and updated (RFC 2136). */
    record Server(String server) implements Speaker {
        @Override
        public String toString() {
            return "the server " + server;
        }
    }

    /** Amazon's Route53. */
    record Route53() implements Speaker {
        @Override
        public String toString() {
            return "Route53";
        }
    }
}
