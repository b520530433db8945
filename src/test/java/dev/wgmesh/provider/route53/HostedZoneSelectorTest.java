package dev.wgmesh.provider.route53;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.route53.Behaviour;
import dev.wgmesh.testing.route53.FakeRoute53;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which hosted zone holds {@code _p2p.example.com}. */
class HostedZoneSelectorTest {
    private FakeRoute53Zone cloud;
    private FakeRoute53 route53;

    @BeforeEach
    void open() throws IOException {
        cloud = FakeRoute53Zone.hosting(Behaviour.QUICK);
        route53 = cloud.route53();
        route53.host("Z2", "com", "", false);
        route53.host("Z3", "example.net", "", false);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private String found(Optional<String> id, boolean privateZone) {
        return cloud.place(cloud.at(id, privateZone)).description();
    }

    private String failure(Failure.Kind kind, Optional<String> id, boolean privateZone) {
        var failure = assertThrows(Failure.class, () -> found(id, privateZone));
        assertEquals(kind, failure.kind());
        return String.valueOf(failure.getMessage());
    }

    @Test
    void the_longest_apex_above_the_name_is_the_zone() {
        assertEquals("Route53 zone Z1 (example.com)", found(Optional.empty(), false));
        route53.host("Z4", "_p2p.example.com", "", false);
        assertEquals("Route53 zone Z4 (_p2p.example.com)", found(Optional.empty(), false));
    }

    @Test
    void two_zones_of_one_name_are_listed_and_none_is_taken() {
        route53.host("Z4", "example.com", "staging", false);
        route53.host("Z5", "example.com", "inside", true);
        assertEquals(
                "Route53: has 2 zones example.com: Z1 (public), Z4 (public, \"staging\");"
                        + " choose one: --hosted-zone-id ID",
                failure(Failure.Kind.INPUT, Optional.empty(), false));
        assertEquals("Route53 zone Z4 (example.com)", found(Optional.of("Z4"), false));
    }

    @Test
    void private_zones_are_looked_at_only_when_asked() {
        route53.host("Z4", "_p2p.example.com", "inside", true);
        assertEquals("Route53 zone Z1 (example.com)", found(Optional.empty(), false));
        assertEquals("Route53 zone Z4 (_p2p.example.com)", found(Optional.empty(), true));
        assertEquals(
                "Route53 zone Z4 (_p2p.example.com)", found(Optional.of("/hostedzone/Z4"), false));
    }

    @Test
    void without_a_zone_of_the_kind_the_others_are_named() throws IOException {
        assertEquals(
                "Route53: has no private zone that holds _p2p.example.com, only Z1 (public), Z2"
                        + " (public); to use that zone: --hosted-zone-id ID",
                failure(Failure.Kind.UNREADABLE, Optional.empty(), true));
        try (FakeRoute53Zone other =
                FakeRoute53Zone.hosting(
                        "$ORIGIN x.test.\n@ 1 SOA a b 7 1 1 1 1\n", Behaviour.QUICK)) {
            assertEquals(
                    "Route53: has no public zone that holds _p2p.example.com; check the account, or"
                            + " name another with --profile NAME",
                    assertThrows(Failure.class, other::place).getMessage());
        }
    }

    @Test
    void a_zone_given_by_its_id_must_exist_and_hold_the_name() {
        assertEquals(
                "--hosted-zone-id Z3: is example.net, which does not hold _p2p.example.com;"
                        + " remove --hosted-zone-id, or give the ID of a zone above that name",
                failure(Failure.Kind.INPUT, Optional.of("Z3"), false));
        assertEquals(
                "Route53 zone Z0: Route53 does not know the zone or the change: No hosted"
                        + " zone found with ID: Z0; list the zones of these credentials: aws"
                        + " route53 list-hosted-zones",
                failure(Failure.Kind.INPUT, Optional.of("Z0"), false));
    }
}
