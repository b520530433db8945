package dev.wgmesh.provider.route53;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.plan.Condition;
import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provider.PlanText;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.testing.route53.Behaviour;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xbill.DNS.Type;

/** Record sets with routing policies, and alias records. */
class Route53RoutingPolicyTest {
    private static final Map<String, String> ALIAS =
            Map.of(
                    "AliasTarget/HostedZoneId",
                    "Z9",
                    "AliasTarget/DNSName",
                    "lb.example.net.",
                    "AliasTarget/EvaluateTargetHealth",
                    "false");

    private FakeRoute53Zone cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = FakeRoute53Zone.hosting(Behaviour.QUICK);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static ZonePlan creating(String line) {
        return new ZonePlan(
                Question.name("example.com"),
                "test",
                List.of(),
                List.of(new RRsetChange.Create(RRset.of(List.of(PlanText.record(line))))));
    }

    private String refused(ZonePlan plan) {
        ZoneProvider place = cloud.place();
        List<String> before = cloud.route53().sets("Z1");
        var reading = place.read(List.of());
        var failure = assertThrows(Failure.class, () -> place.commit(reading, plan));
        assertEquals(Failure.Kind.REFUSED, failure.kind());
        assertEquals(before, cloud.route53().sets("Z1"));
        return String.valueOf(failure.getMessage());
    }

    @TestFactory
    Stream<DynamicTest> a_set_beside_routed_ones_is_refused() {
        return Map.of(
                        "weighted", Map.of("Weight", "10"),
                        "latency", Map.of("Region", "eu-west-1"),
                        "geolocation", Map.of("GeoLocation/CountryCode", "DE"),
                        "geoproximity", Map.of("GeoProximityLocation/AWSRegion", "eu-west-1"),
                        "failover", Map.of("Failover", "PRIMARY"),
                        "multivalue", Map.of("MultiValueAnswer", "true"),
                        "CIDR", Map.of("CidrRoutingConfig/LocationName", "x"))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .map(kind ->
                        DynamicTest.dynamicTest(
                                kind.getKey(), () -> beside(kind.getKey(), kind.getValue())));
    }

    private void beside(String kind, Map<String, String> routing) {
        for (String one : List.of("one", "two", "three")) {
            cloud.route53()
                    .put("Z1", "host.example.com", "A", one, 60, List.of("192.0.2.1"), routing);
        }
        assertEquals("", PlanText.shown(cloud.place(), "host A"));
        assertEquals(
                "host.example.com A: is in Route53 as one of several "
                        + kind
                        + " sets, which wg-mesh never changes; change the set in Route53, or"
                        + " use another name",
                refused(creating("host 60 A 192.0.2.9")));
    }

    @Test
    void an_alias_is_not_a_record_and_is_never_touched() {
        cloud.route53().put("Z1", "host.example.com", "A", "", -1, List.of(), ALIAS);
        assertEquals("", PlanText.shown(cloud.place(), "host A"));
        assertEquals(
                "host.example.com A: is in Route53 as an alias of lb.example.net., which"
                        + " wg-mesh never changes; change the set in Route53, or use another name",
                refused(creating("host 60 A 192.0.2.9")));
    }

    @Test
    void records_beside_a_cname_are_refused() {
        cloud.route53().put("Z1", "host.example.com", "CNAME", "", -1, List.of(), ALIAS);
        assertEquals(
                "host.example.com TXT: is in Route53 as an alias of lb.example.net., which"
                        + " wg-mesh never changes; change the set in Route53, or use another name",
                refused(creating("host 60 TXT \"x\"")));
    }

    @Test
    void a_condition_on_a_routed_set_is_refused() {
        cloud.route53().put("Z1", "host.example.com", "A", "", -1, List.of(), ALIAS);
        var plan =
                new ZonePlan(
                        Question.name("example.com"),
                        "test",
                        List.of(new Condition.RRsetAbsent(Question.of("host.example.com", Type.A))),
                        creating("x 60 A 192.0.2.9").changes());
        assertEquals(
                "host.example.com A: is in Route53 as an alias of lb.example.net., which"
                        + " wg-mesh never changes; change the set in Route53, or use another name",
                refused(plan));
    }

    @Test
    void a_set_that_cannot_be_read_is_refused_too() {
        cloud.route53().put("Z1", "host.example.com", "TXT", 60, List.of("\"open"));
        assertEquals(
                "host.example.com TXT: is in Route53 as a set that cannot be read (an open"
                        + " quote), which wg-mesh never changes; change the set in Route53,"
                        + " or use another name",
                refused(creating("host 60 TXT \"x\"")));
    }

    @Test
    void other_sets_are_left_as_they_are() {
        cloud.route53().put("Z1", "host.example.com", "A", "", -1, List.of(), ALIAS);
        cloud.route53().put("Z1", "host.example.com", "SPARE", 60, List.of("of a later time"));
        cloud.route53()
                .put(
                        "Z1",
                        "w.example.com",
                        "A",
                        "one",
                        60,
                        List.of("192.0.2.1"),
                        Map.of("Weight", "1"));
        List<String> before = cloud.route53().sets("Z1");
        PlanText.commit(cloud.place(), List.of("host 60 AAAA 2001:db8::9"));
        PlanText.commit(cloud.place(), List.of("host AAAA"));
        assertEquals(before, cloud.route53().sets("Z1"));
    }
}
