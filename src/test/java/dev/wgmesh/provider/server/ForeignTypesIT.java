package dev.wgmesh.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.provider.PlanText;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.server.ServerAccess.Read;
import dev.wgmesh.testing.dns.ExternalTool;
import dev.wgmesh.testing.dns.RealServer;
import dev.wgmesh.testing.dns.TestKey;
import dev.wgmesh.zone.Question;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A mesh beside records of every type that BIND and Knot serve; needs both, and dig. */
class ForeignTypesIT {
    private static final String ZONE = zone();

    private static String zone() {
        try (var in = ForeignTypesIT.class.getResourceAsStream("/zone/foreign-types.zone")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ZoneProvider open(RealServer server, Read read) {
        return ServerZoneSearch.open(
                new ServerAccess(server.address(), Optional.of(TestKey.KNOWN.key()), read),
                Question.name("_p2p.example.com"),
                RandomGenerator.getDefault(),
                Clock.systemUTC());
    }

    /** The zone's records without SOA and the list of the mesh, as dig shows them. */
    private static List<String> foreign(RealServer server) {
        String port = String.valueOf(server.address().getPort());
        TestKey key = TestKey.KNOWN;
        String zone =
                ExternalTool.output(
                        "dig",
                        "@127.0.0.1",
                        "-p",
                        port,
                        "-y",
                        key.algorithm() + ":" + key.name() + ":" + key.secret(),
                        "+noidnout",
                        "example.com",
                        "AXFR");
        return zone.lines()
                .filter(line -> !line.startsWith(";") && line.contains("IN"))
                .filter(line -> !line.contains("SOA\t") && !line.startsWith("_p2p."))
                .sorted()
                .toList();
    }

    private static void keepsForeignRecords(RealServer server) {
        List<String> before = foreign(server);
        assertTrue(before.size() > 70, before.toString());
        ZoneProvider place = open(server, Read.TRANSFER);
        ZoneProvider.Reading reading = place.read(List.of());
        assertTrue(reading.isComplete());
        assertEquals(before.size() + 2, reading.zone().records().size());
        // the second is read by IXFR where the server has the changes
        PlanText.addToList(place, "node-b.example.com");
        PlanText.addToList(place, "node-c.example.com");
        PlanText.addToList(open(server, Read.ASK), "node-d.example.com");
        assertEquals(
                "300 \"node-a.example.com\" | 300 \"node-b.example.com\""
                        + " | 300 \"node-c.example.com\" | 300 \"node-d.example.com\"",
                PlanText.shown(place, "_p2p TXT").replace("600", "300"));
        assertEquals(before, foreign(server));
    }

    @Test
    void bind() {
        try (var named =
                RealServer.namedUpdated(
                        Map.of("example.com", ZONE),
                        "check-names ignore; check-integrity no;"
                                + " allow-transfer { key wg-mesh; };")) {
            keepsForeignRecords(named);
        }
    }

    @Test
    void knot() {
        try (var knotd = RealServer.knotdUpdated(Map.of("example.com", ZONE), "update, transfer")) {
            keepsForeignRecords(knotd);
        }
    }
}
