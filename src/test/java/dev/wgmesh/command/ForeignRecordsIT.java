package dev.wgmesh.command;

import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.dns.ExternalTool;
import dev.wgmesh.testing.dns.RealServer;
import dev.wgmesh.testing.dns.TestKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that wg-mesh did not write, on BIND and Knot; reads the zone with {@code dig}. */
class ForeignRecordsIT {
    @TempDir Path folder;

    @BeforeEach
    void key() throws IOException {
        TestKey.KNOWN.write(folder);
    }

    private static Map<String, String> zones() throws IOException {
        return Map.of(
                "example.com",
                Files.readString(Path.of("zones/example.com.zone")) + ForeignRecords.RECORDS,
                "example.net",
                Files.readString(Path.of("zones/example.net.zone")));
    }

    private void check(RealServer server) {
        String port = String.valueOf(server.address().getPort());
        String flags = " --server 127.0.0.1:" + port + " --tsig-key-file tsig.key";
        ForeignRecords.check(
                line ->
                        new CommandFixture(folder)
                                .clock(InstantSource.system())
                                .run((line + flags).split(" ")),
                () -> transfer(port));
    }

    private String transfer(String port) {
        try {
            return ExternalTool.output(
                    "dig",
                    "+noall",
                    "+answer",
                    "-p",
                    port,
                    "@127.0.0.1",
                    "-y",
                    Files.readString(folder.resolve("tsig.key")).strip(),
                    "example.com",
                    "AXFR");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void bind() throws IOException {
        String options =
                "check-names ignore; allow-transfer { key " + TestKey.KNOWN.name() + "; };";
        try (RealServer server = RealServer.namedUpdated(zones(), options)) {
            check(server);
        }
    }

    @Test
    void knot() throws IOException {
        try (RealServer server = RealServer.knotdUpdated(zones(), "query, update, transfer")) {
            check(server);
        }
    }
}
