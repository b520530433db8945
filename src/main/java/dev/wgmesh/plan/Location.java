package dev.wgmesh.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A location that DNS records are read from; flags, wg-mesh.toml, saved plans, receipts and the
 * drivers of providers share it. Its text is what messages call it. It holds no secret.
 */
public sealed interface Location {
    /** Returns the name of the kind in JSON documents. */
    String kind();

    /** Gives the settings to a JSON document. */
    void write(SettingWriter out);

    /** Returns how messages to the location are signed. */
    default TsigSettings signing() {
        return TsigSettings.NONE;
    }

    /** Returns what the location is used with, besides a key: credentials, a command to run. */
    default List<String> details() {
        return List.of();
    }

    /** A location that hosts zones, which can be read and changed there. */
    sealed interface Host extends Location {
        /** Returns the same host, with relative paths resolved in that directory. */
        Host in(Path directory);

        /**
         * Returns whether flags for this host agree with a saved plan for that one. What flags
         * leave out agrees.
         */
        boolean agreesWith(KnownHost saved);

        /**
         * Returns what decides who receives a request or how it is signed, each in words. A saved
         * plan's must be those of flags or configuration: whoever wrote the plan must not choose
         * them.
         */
        default List<String> credentials() {
            return signing().saved().keyFile().map(file -> "TSIG key file " + file).stream()
                    .toList();
        }
    }

    /** A host that can be opened without asking DNS where it is. Plans and receipts hold it. */
    sealed interface KnownHost extends Host permits Folder, Server, Route53Location {
        /**
         * Returns the host as a plan saves it: absolute paths, no command to run, no permission for
         * weak keys.
         */
        KnownHost saved();

        /** Returns this saved host with what is not saved, taken from the host that agrees. */
        KnownHost completedFrom(Host configured);

        /** Returns the flags that name this host, as a user types them. */
        String flags();

        /** Returns the host of that kind with the settings given; empty where any is wrong. */
        static Optional<KnownHost> read(String kind, SettingReader in) {
            return switch (kind) {
                case Folder.KIND -> in.path("folder").map(path -> new Folder(path));
                case Server.KIND -> Server.read(in);
                case Route53Location.KIND -> Route53Location.read(in);
                default ->
                        in.wrong("kind", "expected folder, server or route53, not '" + kind + "'");
            };
        }
    }

    /** The zone files of a folder. */
    record Folder(Path folder, FileCommands commands) implements KnownHost {
        private static final String KIND = "folder";

        /** Creates a folder without a command to run. */
        public Folder(Path folder) {
            this(folder, FileCommands.NONE);
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public void write(SettingWriter out) {
            out.text("folder", folder.toString());
            commands.write(out);
        }

        @Override
        public List<String> details() {
            return Stream.of(commands.resign(), commands.reload())
                    .filter(words -> !words.isEmpty())
                    .map(words -> "then runs " + String.join(" ", words))
                    .toList();
        }

        @Override
        public String flags() {
            return "--zones " + folder;
        }

        @Override
        public Folder in(Path directory) {
            return new Folder(directory.resolve(folder), commands);
        }

        @Override
        public boolean agreesWith(KnownHost saved) {
            return saved instanceof Folder other && saved().equals(other.saved());
        }

        @Override
        public Folder saved() {
            return new Folder(folder.toAbsolutePath().normalize());
        }

        @Override
        public Folder completedFrom(Host configured) {
            // as that one spells the path: a file that is read by two paths is parsed twice
            return configured instanceof Folder other && other.agreesWith(this)
                    ? other
                    : new Folder(folder);
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
    record Server(String server, TsigSettings signing) implements KnownHost {
        private static final String KIND = "server";

        private static Optional<KnownHost> read(SettingReader in) {
            Optional<String> server = in.text("server");
            TsigSettings signing = TsigSettings.read(in);
            return server.map(name -> new Server(name, signing));
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public void write(SettingWriter out) {
            out.text("server", server);
            signing.write(out);
        }

        @Override
        public String flags() {
            return "--server "
                    + server
                    + signing.keyFile().map(file -> " --tsig-key-file " + file).orElse("");
        }

        @Override
        public Server in(Path directory) {
            return new Server(server, signing.in(directory));
        }

        @Override
        public boolean agreesWith(KnownHost saved) {
            return saved instanceof Server other
                    && HostPort.of(server).equals(HostPort.of(other.server))
                    && signing.agreesWith(other.signing);
        }

        @Override
        public Server saved() {
            return new Server(server, signing.saved());
        }

        @Override
        public Server completedFrom(Host configured) {
            return new Server(
                    server, new TsigSettings(signing.keyFile(), configured.signing().allowWeak()));
        }

        @Override
        public String toString() {
            return "the server " + server;
        }
    }

    /** The server that the SOA of each zone names as its primary, read and updated. */
    record Primary(TsigSettings signing) implements Host {
        @Override
        public String kind() {
            return "primary";
        }

        @Override
        public void write(SettingWriter out) {
            signing.write(out);
        }

        @Override
        public Primary in(Path directory) {
            return new Primary(signing.in(directory));
        }

        @Override
        public boolean agreesWith(KnownHost saved) {
            return saved instanceof Server other && signing.agreesWith(other.signing);
        }

        @Override
        public String toString() {
            return "the primary that a zone's SOA names";
        }
    }

    /**
     * A server whose zones are transferred (RFC 5936), for reading only.
     *
     * @param server HOST[:PORT]
     */
    record Transfer(String server, TsigSettings signing) implements Location {
        @Override
        public String kind() {
            return "transfer";
        }

        @Override
        public void write(SettingWriter out) {
            out.text("server", server);
            signing.write(out);
        }

        /** Returns the same server, with its key file resolved in that directory. */
        public Transfer in(Path directory) {
            return new Transfer(server, signing.in(directory));
        }

        @Override
        public String toString() {
            return "transfers from " + server;
        }
    }

    /** Resolvers, HOST[:PORT] each. */
    record Resolver(List<String> servers) implements Location {
        public Resolver {
            servers = List.copyOf(servers);
        }

        @Override
        public String kind() {
            return "resolver";
        }

        @Override
        public void write(SettingWriter out) {
            out.texts("servers", servers);
        }

        @Override
        public String toString() {
            return "the resolver " + String.join(", ", servers);
        }
    }

    /** The resolver of this machine. */
    record SystemResolver() implements Location {
        @Override
        public String kind() {
            return "systemResolver";
        }

        @Override
        public void write(SettingWriter out) {}

        @Override
        public String toString() {
            return "the system's resolver";
        }
    }
}
