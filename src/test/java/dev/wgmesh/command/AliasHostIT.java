package dev.wgmesh.command;

import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.dns.RealServer;
import dev.wgmesh.testing.dns.TestKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host whose name is a CNAME, on BIND and Knot, read by transfers and by questions. */
class AliasHostIT {
    @TempDir Path folder;

    @BeforeEach
    void key() throws IOException {
        TestKey.KNOWN.write(folder);
    }

    private static Map<String, String> zones(String more) throws IOException {
        return Map.of(
                "example.com",
                Files.readString(Path.of("zones/example.com.zone")) + AliasHost.RECORDS + more,
                "example.net",
                Files.readString(Path.of("zones/example.net.zone")));
    }

    private void check(RealServer server) {
        String flags =
                " --server 127.0.0.1:" + server.address().getPort() + " --tsig-key-file tsig.key";
        AliasHost.check(line ->
                new CommandFixture(folder)
                        .clock(InstantSource.system())
                        .run((line + flags).split(" ")));
    }

    @Test
    void bind_transfers() throws IOException {
        String options =
                "check-names ignore; allow-transfer { key " + TestKey.KNOWN.name() + "; };";
        try (RealServer server = RealServer.namedUpdated(zones(""), options)) {
            check(server);
        }
    }

    @Test
    void bind_with_a_wildcard_alias_beside_them() throws IOException {
        String options =
                "check-names ignore; allow-transfer { key " + TestKey.KNOWN.name() + "; };";
        try (RealServer server =
                RealServer.namedUpdated(zones("* IN CNAME elsewhere.example.net.\n"), options)) {
            check(server);
        }
    }

    @Test
    void bind_questions() throws IOException {
        try (RealServer server = RealServer.namedUpdated(zones(""), "check-names ignore;")) {
            check(server);
        }
    }

    @Test
    void knot_transfers() throws IOException {
        try (RealServer server = RealServer.knotdUpdated(zones(""), "query, update, transfer")) {
            check(server);
        }
    }

    @Test
    void knot_questions() throws IOException {
        try (RealServer server = RealServer.knotdUpdated(zones(""), "query, update")) {
            check(server);
        }
    }
}
