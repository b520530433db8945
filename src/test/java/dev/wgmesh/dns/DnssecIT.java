package dev.wgmesh.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.DnssecMode;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.testing.dns.ExternalTool;
import dev.wgmesh.testing.dns.LargeMesh;
import dev.wgmesh.testing.dns.RealServer;
import dev.wgmesh.testing.dns.SignedZone;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Zones signed by BIND and Knot, below a parent zone of the test that is the trust anchor. */
class DnssecIT {
    private static final String RECORDS =
            LargeMesh.HEAD
                    + """
                    a IN TXT "key"
                    address IN A 192.0.2.9
                    *.wild IN TXT "wild"
                    away IN CNAME a.nsec3.test.
                    plain IN CNAME a.plain.test.
                    lost IN CNAME nothing.nsec3.test.
                    old IN DNAME wild
                    below.empty IN TXT "below"
                    """;

    private static RealServer server;
    private static DnssecLookup lookups;

    @BeforeAll
    static void sign() {
        var zones =
                List.of(
                        SignedZone.of("nsec.test", RECORDS),
                        SignedZone.of("nsec3.test", RECORDS, "ED25519", "-3", "-"),
                        SignedZone.of("rsa.test", RECORDS, "RSASHA256"),
                        SignedZone.of("ed448.test", RECORDS, "ED448"),
                        changed(SignedZone.of("broken.test", RECORDS), "\"key\"", "\"forged\""),
                        SignedZone.between("expired.test", RECORDS, "20200101000000", 31),
                        SignedZone.between("early.test", RECORDS, "20990101000000", 31),
                        changed(
                                SignedZone.of("unsigned.test", RECORDS),
                                "(?m)^\\s+300\\s+RRSIG\\s+TXT[^)]*\\)",
                                ""),
                        changed(
                                SignedZone.of("denial.test", RECORDS),
                                "(RRSIG\\s+NSEC 13 \\d) 60",
                                "$1 61"),
                        SignedZone.of("stripped.test", RECORDS));
        SignedZone other = SignedZone.of("nods.test", RECORDS);
        var texts = new TreeMap<String, String>();
        var delegations = new StringBuilder();
        for (SignedZone zone : zones) {
            texts.put(zone.apex(), zone.text());
            delegations.append(delegation(zone.apex())).append(zone.ds());
        }
        texts.put("nods.test", other.text());
        texts.put("plain.test", RECORDS);
        delegations.append(delegation("nods.test")).append(delegation("plain.test"));
        SignedZone parent = SignedZone.of("test", LargeMesh.HEAD + delegations);
        texts.put("test", parent.withoutDs("stripped.test").text());
        server = RealServer.named(texts);
        lookups = new DnssecLookup(server.address(), TrustAnchors.parse(parent.ds(), "anchor"));
    }

    private static String delegation(String apex) {
        return "%1$s. IN NS ns1.%1$s.\nns1.%1$s. IN A 127.0.0.1\n".formatted(apex);
    }

    private static SignedZone changed(SignedZone zone, String pattern, String by) {
        Matcher matcher = Pattern.compile(pattern).matcher(zone.text());
        assertTrue(matcher.find(), zone.apex() + " lacks " + pattern);
        return zone.withText(matcher.replaceAll(by));
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void a_signed_zone_is_secure_in_every_algorithm_and_with_both_proofs_of_absence() {
        for (String zone : List.of("nsec.test", "nsec3.test", "rsa.test", "ed448.test")) {
            assertEquals("key 300, secure", lookups.required("a." + zone), zone);
            assertEquals("wild 60, secure", lookups.required("x.wild." + zone), zone);
            assertEquals("wild 60, secure", lookups.required("x.old." + zone), zone);
            assertEquals("key 300, secure", lookups.required("away." + zone), zone);
            for (String absent : List.of("nothing.", "address.", "empty.", "lost.", "")) {
                assertEquals("absent 60, secure", lookups.required(absent + zone), absent + zone);
            }
        }
    }

    @Test
    void a_zone_without_ds_is_insecure_by_the_proof_of_its_parent() {
        for (String zone : List.of("nods.test", "plain.test")) {
            String why = ", insecure: " + zone + " is not signed: it has no DS record";
            assertEquals("key 300" + why, lookups.preferred("a." + zone));
            assertEquals("absent 60" + why, lookups.preferred("nothing." + zone));
            assertEquals("absent 60" + why, lookups.preferred("address." + zone));
            String failed = "failed: the answer is in" + why.substring(4);
            for (String name : List.of("a.", "nothing.", "address.")) {
                assertEquals(failed + why, lookups.required(name + zone), name + zone);
            }
        }
    }

    @Test
    void an_alias_into_an_unsigned_zone_is_insecure() {
        String why = "insecure: plain.test is not signed: it has no DS record";
        assertEquals("key 300, " + why, lookups.preferred("plain.nsec.test"));
        assertEquals(
                "failed: the answer is " + why + ", " + why, lookups.required("plain.nsec.test"));
    }

    @Test
    void a_bogus_answer_fails_in_both_modes_with_its_reason() {
        assertBogus("a.broken.test", "a signature of a.broken.test TXT is not valid");
        assertBogus(
                "a.expired.test",
                "the signature of a.expired.test TXT expired at 2020-02-01T00:00:00Z");
        assertBogus(
                "a.early.test",
                "the signature of early.test DNSKEY is not valid before 2099-01-01T00:00:00Z");
        assertBogus(
                "a.unsigned.test", "a.unsigned.test TXT has no signature, but its zone is signed");
        assertBogus(
                "nothing.denial.test",
                "no valid proof (NSEC, NSEC3) that nothing.denial.test TXT does not exist");
        assertBogus(
                "address.denial.test",
                "no valid proof (NSEC, NSEC3) that address.denial.test TXT does not exist");
        for (String name : List.of("a.stripped.test", "nothing.stripped.test")) {
            assertBogus(name, "no DS record of stripped.test, and no valid proof of its absence");
        }
    }

    private static void assertBogus(String name, String why) {
        String expected = "failed: the answer is bogus: %1$s, bogus: %1$s".formatted(why);
        assertEquals(expected, lookups.preferred(name), name);
        assertEquals(expected, lookups.required(name), name);
    }

    @Test
    void a_name_without_a_trust_anchor_above_is_insecure() {
        var others =
                new DnssecLookup(
                        server.address(),
                        TrustAnchors.parse("example. IN DS 1 13 2 " + "00".repeat(32), "anchor"));
        String why = "insecure: no trust anchor is at or above this name";
        assertEquals("key 300, " + why, others.preferred("a.nsec.test"));
        assertEquals("failed: the answer is " + why + ", " + why, others.required("a.nsec.test"));
    }

    @Test
    void an_anchor_of_another_key_makes_every_answer_bogus() {
        var others =
                new DnssecLookup(
                        server.address(),
                        TrustAnchors.parse("test. IN DS 1 13 2 " + "00".repeat(32), "anchor"));
        String why = "bogus: no DNSKEY of test matches its DS record or trust anchor";
        for (String name : List.of("a.nsec.test", "nothing.nsec.test", "a.plain.test")) {
            assertEquals("failed: the answer is " + why + ", " + why, others.preferred(name));
        }
    }

    @Test
    void a_wrong_clock_makes_answers_bogus_by_time() {
        var late = lookups.at(InstantSource.offset(InstantSource.system(), Duration.ofDays(60)));
        assertTrue(
                late.preferred("a.nsec.test")
                        .matches("failed: .* DNSKEY expired at .*, bogus: .* expired at .*"),
                late.preferred("a.nsec.test"));
        var early = lookups.at(InstantSource.fixed(Instant.EPOCH));
        assertTrue(
                early.preferred("a.nsec.test")
                        .matches("failed: .* is not valid before .*, bogus: .* before .*"),
                early.preferred("a.nsec.test"));
    }

    @Test
    void off_asks_for_no_signature() {
        assertEquals("forged 300, -", lookups.said(DnssecMode.OFF, "a.broken.test"));
    }

    @Test
    void a_mesh_of_many_members_is_read_as_it_is_without_validation() {
        SignedZone zone = SignedZone.of("example.com", LargeMesh.zone(new Random(1), 200, 4));
        try (var named = RealServer.named(Map.of("example.com", zone.text()))) {
            var dnssec =
                    new Dnssec(
                            DnssecMode.REQUIRE,
                            TrustAnchors.parse(zone.ds(), "anchor"),
                            new DnssecLog());
            Mesh validated = mesh(named, Optional.of(dnssec));
            assertEquals(List.of(), validated.problems());
            assertEquals(200, validated.members().size());
            assertEquals(mesh(named, Optional.empty()), validated);
        }
    }

    private static Mesh mesh(RealServer named, Optional<Dnssec> dnssec) {
        var source =
                Resolvers.of(
                        List.of(new NameServer(named.address())),
                        new SecureRandom(),
                        InstantSource.system(),
                        dnssec);
        return MeshReader.read(source, new MeshName("_p2p.example.com"));
    }

    @Test
    void a_zone_signed_by_knot_is_secure() {
        String sections =
                """
                policy:
                  - id: %1$s
                    algorithm: ecdsap256sha256
                    nsec3: %2$s
                zone:
                  - domain: knot.test
                    file: knot.test.zone
                    dnssec-signing: on
                    dnssec-policy: %1$s
                """;
        for (String nsec3 : List.of("on", "off")) {
            try (var knotd =
                    RealServer.knotdWith(
                            Map.of("knot.test", RECORDS), sections.formatted("test", nsec3))) {
                String ds =
                        ExternalTool.output(
                                "keymgr",
                                "-c",
                                knotd.folder().resolve("knot.conf").toString(),
                                "knot.test",
                                "ds");
                String anchor = ds.replace("knot.test. DS", "knot.test. IN DS");
                var knot = new DnssecLookup(knotd.address(), TrustAnchors.parse(anchor, "anchor"));
                assertEquals("key 300, secure", knot.required("a.knot.test"));
                assertEquals("wild 60, secure", knot.required("x.wild.knot.test"));
                assertEquals("absent 60, secure", knot.required("nothing.knot.test"));
                assertEquals("absent 60, secure", knot.required("address.knot.test"));
            }
        }
    }
}
