package dev.wgmesh.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.provider.server.ServerAccess.Read;
import dev.wgmesh.testing.dns.LargeMesh;
import dev.wgmesh.testing.dns.RealServer;
import dev.wgmesh.testing.dns.TestKey;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneText;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** A zone of 2,000 members, which takes many signed messages; needs BIND and Knot. */
class LargeZoneIT {
    private static final String ZONE =
            "$ORIGIN example.com.\n"
                    + LargeMesh.zone(
                            RandomGeneratorFactory.of("L64X128MixRandom").create(1), 2000, 25);

    private static void isReadWholeAndByQuestions(RealServer server) {
        ZoneContents zone = ZoneText.read("", _ -> ZONE, Optional.empty()).contents();
        for (Read read : new Read[] {Read.TRANSFER, Read.ASK}) {
            var reading =
                    ServerZoneSearch.open(
                                    new ServerAccess(
                                            server.address(),
                                            Optional.of(TestKey.KNOWN.key()),
                                            read),
                                    Question.name("_p2p.list-1.example.com"),
                                    RandomGeneratorFactory.getDefault().create(),
                                    Clock.systemUTC())
                            .read(zone.rrsets().keySet());
            assertEquals(zone.rrsets().keySet(), reading.zone().rrsets().keySet());
            zone.rrsets()
                    .forEach((question, set) ->
                            assertTrue(
                                    reading.zone().rrset(question).orElseThrow().hasSameRdata(set),
                                    question.toString()));
            assertEquals(zone.records().size(), reading.zone().records().size());
            assertFalse(reading.isComplete() && read == Read.ASK);
        }
    }

    @Test
    void bind() {
        try (var named =
                RealServer.namedUpdated(
                        Map.of("example.com", ZONE),
                        "check-names ignore; allow-transfer { key wg-mesh; };")) {
            isReadWholeAndByQuestions(named);
        }
    }

    @Test
    void knot() {
        try (var knotd = RealServer.knotdUpdated(Map.of("example.com", ZONE), "update, transfer")) {
            isReadWholeAndByQuestions(knotd);
        }
    }
}
