package dev.wgmesh.provider.route53;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.provider.PlanText;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.testing.route53.Behaviour;
import dev.wgmesh.zone.RecordText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

class Route53ReadTest {
    private static final String PAGE = "GET /2013-04-01/hostedzone/Z1/rrset";

    private FakeRoute53Zone cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = FakeRoute53Zone.hosting(Behaviour.QUICK);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static List<String> lines(ZoneProvider.Reading reading) {
        return reading.zone().records().stream()
                .map(r ->
                        r.owner()
                                + " "
                                + r.record().getTTL()
                                + " "
                                + Type.string(r.record().getType())
                                + " "
                                + RecordText.data(r.record()))
                .toList();
    }

    @Test
    void every_page_is_read() {
        var reading = cloud.place().read(List.of());
        assertTrue(reading.isComplete());
        assertEquals(
                List.of(
                        "example.com. 300 NS ns1.example.com.",
                        "example.com. 300 SOA ns1.example.com. hostmaster.example.com. 7 3600 600"
                                + " 604800 300",
                        "_p2p.example.com. 600 TXT \"node-a.example.com\"",
                        "_p2p.example.com. 600 TXT \"node-b.example.com\"",
                        "_revision._p2p.example.com. 300 TXT \"2\"",
                        "_wireguard.node-a.example.com. 300 A 10.0.0.1",
                        "ns1.example.com. 300 A 192.0.2.53"),
                lines(reading));
    }

    @Test
    void names_and_values_in_octal_are_what_they_represent() throws IOException {
        try (FakeRoute53Zone other =
                FakeRoute53Zone.hosting(
                        "$ORIGIN example.com.\n@ 1 SOA a b 7 1 1 1 1\n@ 1 NS a\n",
                        Behaviour.QUICK)) {
            other.route53().put("Z1", "*.example.com", "A", 60, List.of("192.0.2.1"));
            other.route53().put("Z1", "A b.example.com", "PTR", 60, List.of("c\\040d.example.net"));
            other.route53()
                    .put(
                            "Z1",
                            "t.example.com",
                            "TXT",
                            60,
                            List.of("\"\\\"\\134\\000 \\377\" \"\"", "plain"));
            var reading = other.place().read(List.of());
            assertEquals(
                    List.of(
                            "*.example.com. 60 A 192.0.2.1",
                            "a\\032b.example.com. 60 PTR c\\032d.example.net.",
                            "t.example.com. 60 TXT \"\\\"\\\\\\000 \\255\" \"\"",
                            "t.example.com. 60 TXT \"plain\""),
                    lines(reading).stream().skip(2).toList());
            assertTrue(other.route53().sets("Z1").contains("\\052.example.com. 60 A 192.0.2.1"));
            PlanText.commit(other.place(), List.of("* 60 A 192.0.2.2", "t TXT"));
            assertEquals(
                    List.of("\\052.example.com. 60 A 192.0.2.2"),
                    other.route53().sets("Z1").stream().filter(s -> s.contains(" A ")).toList());
        }
    }

    @Test
    void a_version_is_that_of_the_sets_whatever_the_order_of_their_values() {
        String version = cloud.place().read(List.of()).version();
        cloud.route53()
                .put(
                        "Z1",
                        "_p2p.example.com",
                        "TXT",
                        600,
                        List.of("\"node-b.example.com\"", "\"node-a.example.com\""));
        assertEquals(version, cloud.place().read(List.of()).version());
        cloud.route53().put("Z1", "x.example.com", "A", "", -1, List.of(), alias("a."));
        String withAlias = cloud.place().read(List.of()).version();
        assertNotEquals(version, withAlias);
        cloud.route53().put("Z1", "x.example.com", "A", "", -1, List.of(), alias("b."));
        assertNotEquals(withAlias, cloud.place().read(List.of()).version());
    }

    private static Map<String, String> alias(String to) {
        return Map.of(
                "AliasTarget/HostedZoneId",
                "Z9",
                "AliasTarget/DNSName",
                to,
                "AliasTarget/EvaluateTargetHealth",
                "false");
    }

    @Test
    void no_address_is_older_than_the_revision_beside_it() {
        cloud.route53().put("Z1", "_wireguard.0.example.com", "A", 300, List.of("10.0.0.9"));
        cloud.route53().put("Z1", "_wireguard.1.example.com", "A", 300, List.of("10.0.0.8"));
        ZoneProvider place = cloud.place();
        var pages = new AtomicInteger();
        cloud.route53()
                .watch(call -> {
                    if (call.equals(PAGE) && pages.incrementAndGet() == 3) {
                        cloud.route53()
                                .put(
                                        "Z1",
                                        "_wireguard.0.example.com",
                                        "A",
                                        300,
                                        List.of("10.0.0.99"));
                        cloud.route53()
                                .put(
                                        "Z1",
                                        "_revision._p2p.example.com",
                                        "TXT",
                                        300,
                                        List.of("\"3\""));
                    }
                });
        var reading = place.read(List.of());
        assertEquals(
                List.of(
                        "_wireguard.0.example.com. 300 A 10.0.0.99",
                        "_revision._p2p.example.com. 300 TXT \"3\""),
                lines(reading).stream()
                        .filter(l -> l.startsWith("_wireguard.0") || l.startsWith("_revision"))
                        .toList());
    }

    @Test
    void a_zone_on_one_page_is_read_once() {
        cloud.route53().behave(Behaviour.QUICK.withPage(300));
        cloud.place().read(List.of());
        assertEquals(1, cloud.route53().calls().stream().filter(PAGE::equals).count());
    }
}
