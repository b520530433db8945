package dev.wgmesh.provider.route53;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.plan.Condition;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provider.PlanText;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.testing.route53.Behaviour;
import dev.wgmesh.zone.Question;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

class Route53CommitTest {
    private static final String CHANGE = "POST /2013-04-01/hostedzone/Z1/rrset";
    private static final String LIST = "_p2p.example.com. 600 TXT";

    private FakeRoute53Zone cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = FakeRoute53Zone.hosting(Behaviour.QUICK);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static ZonePlan plan(
            ZoneProvider.Reading reading, List<Condition> conditions, String... lines) {
        return new ZonePlan(
                reading.zone().apex(),
                "join node-c.example.com",
                conditions,
                PlanText.plan(reading, List.of(lines)).changes());
    }

    private static Receipt committed(ZoneProvider.Outcome outcome) {
        return assertInstanceOf(ZoneProvider.Outcome.Committed.class, outcome).receipt();
    }

    private static String stale(ZoneProvider.Outcome outcome) {
        return assertInstanceOf(ZoneProvider.Outcome.Stale.class, outcome).problem().toString();
    }

    private static Failure commitFailure(ZoneProvider place, ZoneProvider.Reading reading) {
        return assertThrows(
                Failure.class,
                () -> place.commit(reading, plan(reading, List.of(), "x 60 A 192.0.2.7")));
    }

    private String held(String start) {
        return cloud.route53().sets("Z1").stream()
                .filter(set -> set.startsWith(start))
                .findFirst()
                .orElse("none");
    }

    private long changesSent() {
        return cloud.route53().calls().stream().filter(CHANGE::equals).count();
    }

    @Test
    void a_receipt_bears_the_changes_number_and_the_serial_as_listed() {
        cloud.route53().behave(Behaviour.QUICK.withPage(300));
        ZoneProvider place = cloud.place();
        var reading = place.read(List.of());
        var plan = plan(reading, List.of(), "x 60 A 192.0.2.7");
        assertEquals(
                new Receipt(
                        plan,
                        "Route53 zone Z1 (example.com)",
                        7,
                        Instant.parse("2026-03-04T05:06:07Z"),
                        Optional.of("C1")),
                committed(place.commit(reading, plan)));
    }

    @Test
    void a_changed_set_keeps_its_ttl_and_the_text_of_records_that_stay() {
        cloud.route53().put("Z1", "_p2p.example.com", "TXT", 77, List.of("\"\\156ode\" \"-a\""));
        PlanText.commit(
                cloud.place(),
                List.of("_p2p 300 TXT \"node\" \"-a\"", "_p2p 300 TXT \"node-b\\200\""));
        assertEquals(
                "_p2p.example.com. 77 TXT \"\\156ode\" \"-a\" | \"node-b\\310\"",
                held("_p2p.example.com."));
    }

    @Test
    void a_set_that_must_hold_is_compared_though_it_does_not_change() {
        ZoneProvider place = cloud.place();
        var reading = place.read(List.of());
        var list = reading.zone().rrset(Question.of("_p2p.example.com", Type.TXT)).orElseThrow();
        var plan = plan(reading, List.of(new Condition.RRsetExists(list)), "x 60 A 192.0.2.7");
        cloud.route53().put("Z1", "_p2p.example.com", "TXT", 600, List.of("\"other\""));
        assertEquals(
                "_p2p.example.com TXT: changed since it was read; run the same command again",
                stale(place.commit(reading, plan)));
        assertEquals("none", held("x."));
        assertEquals(LIST + " \"other\"", held(LIST));
    }

    @Test
    void a_different_ttl_is_the_same_state_and_is_kept() {
        ZoneProvider place = cloud.place();
        var reading = place.read(List.of());
        cloud.route53().put("Z1", "_revision._p2p.example.com", "TXT", 5, List.of("\"2\""));
        committed(place.commit(reading, plan(reading, List.of(), "_revision._p2p 300 TXT \"3\"")));
        assertEquals("_revision._p2p.example.com. 5 TXT \"3\"", held("_revision."));
        assertEquals(2, changesSent());
    }

    @Test
    void a_set_that_must_be_absent_and_is_not_made_is_asked_for_before_the_batch() {
        ZoneProvider place = cloud.place();
        var reading = place.read(List.of());
        var absent = new Condition.RRsetAbsent(Question.of("y.example.com", Type.A));
        var plan = plan(reading, List.of(absent), "x 60 A 192.0.2.7");
        committed(place.commit(reading, plan));
        var second = place.read(List.of());
        cloud.route53().put("Z1", "y.example.com", "A", 60, List.of("192.0.2.1"));
        assertEquals(
                "y.example.com A: changed since it was read; run the same command again",
                stale(place.commit(second, plan(second, List.of(absent), "z 60 A 192.0.2.7"))));
        assertEquals("none", held("z."));
    }

    @Test
    void what_route53_does_not_take_is_explained_in_its_words() {
        cloud.route53().put("Z1", "x.example.com", "CNAME", 60, List.of("y.example.com."));
        ZoneProvider place = cloud.place();
        var reading = place.read(List.of());
        var plan = plan(reading, List.of(), "x 60 A 192.0.2.7");
        var failure = assertThrows(Failure.class, () -> place.commit(reading, plan));
        assertEquals(Failure.Kind.REFUSED, failure.kind());
        assertEquals(
                "Route53 zone Z1 (example.com): Route53 rejects the change: [RRSet of type A"
                        + " with DNS name x.example.com. is not permitted because a conflicting"
                        + " RRSet of type CNAME with the same DNS name already exists in zone"
                        + " example.com.]",
                failure.getMessage());
        assertEquals(1, changesSent());
    }

    @Test
    void a_user_who_may_only_read_gets_the_missing_permissions() {
        ZoneProvider place = cloud.place();
        var reading = place.read(List.of());
        cloud.route53().refuse(403, "AccessDenied", "User x is not authorized");
        var failure = commitFailure(place, reading);
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
        assertEquals(
                "Route53 zone Z1 (example.com): access denied: User x is not authorized; allow"
                        + " these credentials route53:ChangeResourceRecordSets, or use others:"
                        + " --profile NAME",
                failure.getMessage());
    }

    @Test
    void a_change_whose_reply_was_lost_is_known_as_done_and_not_done_twice() {
        ZoneProvider place = cloud.place();
        var reading = place.read(List.of());
        cloud.route53().behave(Behaviour.QUICK.losing(1, false));
        var receipt =
                committed(
                        place.commit(
                                reading,
                                plan(
                                        reading,
                                        List.of(),
                                        "_revision._p2p 300 TXT \"3\"",
                                        "_p2p 300 TXT \"node-c.example.com\"")));
        assertEquals(Optional.empty(), receipt.changeId());
        assertEquals(LIST + " \"node-c.example.com\"", held(LIST));
        assertEquals(1, changesSent());
    }

    @Test
    void a_change_that_was_lost_on_its_way_is_sent_again() {
        ZoneProvider place = cloud.place();
        var reading = place.read(List.of());
        cloud.route53().behave(Behaviour.QUICK.losing(1, true));
        var sent = new AtomicInteger();
        cloud.route53()
                .watch(call -> {
                    if (call.equals(CHANGE) && sent.incrementAndGet() == 3) {
                        cloud.route53().behave(Behaviour.QUICK);
                    }
                });
        committed(place.commit(reading, plan(reading, List.of(), "x 60 A 192.0.2.7")));
        assertEquals(1, cloud.route53().comments().size());
        assertEquals(3, changesSent());
    }

    @Test
    void a_change_that_is_never_answered_may_have_been_done() {
        ZoneProvider place = cloud.place();
        var reading = place.read(List.of());
        cloud.route53().behave(Behaviour.QUICK.losing(1, true));
        var failure = commitFailure(place, reading);
        assertEquals(Failure.Kind.PARTIAL, failure.kind());
        assertEquals(
                "Route53 zone Z1 (example.com): a reply was lost: whether \"join"
                        + " node-c.example.com\" was done is unknown; fix the next error and"
                        + " run the same command again; no change is made twice\n"
                        + "Route53 zone Z1 (example.com): Route53's reply was lost: …;"
                        + " check the network, the proxy (HTTPS_PROXY) and the"
                        + " endpoint",
                String.valueOf(failure.getMessage())
                        .replaceFirst("reply was lost: [^\";]*;", "reply was lost: …;"));
        assertEquals("none", held("x."));
        assertEquals(6, changesSent());
    }

    @Test
    void a_lost_change_that_is_rejected_when_it_is_sent_again_was_not_done() {
        cloud.route53().put("Z1", "x.example.com", "CNAME", 60, List.of("y.example.com."));
        ZoneProvider place = cloud.place();
        var reading = place.read(List.of());
        cloud.route53().behave(Behaviour.QUICK.losing(1, true));
        cloud.route53()
                .watch(call -> {
                    if (!call.equals(CHANGE)) {
                        cloud.route53().behave(Behaviour.QUICK);
                    }
                });
        var failure = commitFailure(place, reading);
        assertEquals(Failure.Kind.REFUSED, failure.kind());
    }

    @Test
    void a_lost_change_after_which_route53_turns_the_user_away_may_have_been_done() {
        ZoneProvider place = cloud.place();
        var reading = place.read(List.of());
        cloud.route53().behave(Behaviour.QUICK.losing(1, true));
        var sent = new AtomicInteger();
        cloud.route53()
                .watch(call -> {
                    if (call.equals(CHANGE) && sent.incrementAndGet() == 2) {
                        cloud.route53().refuse(403, "AccessDenied", "User x is not authorized");
                    }
                });
        var failure = commitFailure(place, reading);
        assertEquals(Failure.Kind.PARTIAL, failure.kind());
        assertEquals(2, sent.get());
    }

    @Test
    void what_others_wrote_after_a_lost_reply_does_not_hide_that_it_was_done() {
        ZoneProvider place = cloud.place();
        var reading = place.read(List.of());
        cloud.route53().behave(Behaviour.QUICK.losing(1, false));
        var sent = new AtomicInteger();
        cloud.route53()
                .watch(call -> {
                    if (!call.equals(CHANGE) && sent.getAndIncrement() == 0) {
                        cloud.route53()
                                .put(
                                        "Z1",
                                        "_p2p.example.com",
                                        "TXT",
                                        600,
                                        List.of(
                                                "\"node-a.example.com\"",
                                                "\"node-b.example.com\"",
                                                "\"node-c.example.com\"",
                                                "\"node-d.example.com\""));
                    }
                });
        committed(
                place.commit(
                        reading,
                        plan(
                                reading,
                                List.of(),
                                "_p2p 600 TXT \"node-a.example.com\"",
                                "_p2p 600 TXT \"node-b.example.com\"",
                                "_p2p 600 TXT \"node-c.example.com\"")));
        assertEquals(1, changesSent());
    }

    @Test
    void a_lost_change_that_others_forestalled_is_stale() {
        ZoneProvider place = cloud.place();
        var reading = place.read(List.of());
        cloud.route53().behave(Behaviour.QUICK.losing(1, true));
        cloud.route53()
                .watch(call -> {
                    if (call.equals(CHANGE)) {
                        cloud.route53()
                                .put("Z1", "_p2p.example.com", "TXT", 600, List.of("\"other\""));
                    }
                });
        assertEquals(
                "_p2p.example.com TXT: changed since it was read; run the same command again",
                stale(
                        place.commit(
                                reading,
                                plan(reading, List.of(), "_p2p 1 TXT \"node-c.example.com\""))));
    }

    @Test
    void a_lost_revision_carries_no_information_so_that_the_plan_is_stale() {
        ZoneProvider place = cloud.place();
        var reading = place.read(List.of());
        cloud.route53().behave(Behaviour.QUICK.losing(1, false));
        stale(place.commit(reading, plan(reading, List.of(), "_revision._p2p 1 TXT \"3\"")));
        assertEquals("_revision._p2p.example.com. 300 TXT \"3\"", held("_revision."));
    }

    @Test
    void when_the_outcome_after_a_lost_reply_is_unknown_the_error_says_so() {
        ZoneProvider place = cloud.place();
        var reading = place.read(List.of());
        cloud.route53().behave(Behaviour.QUICK.losing(1, false));
        cloud.route53()
                .watch(call -> {
                    if (!call.equals(CHANGE)) {
                        cloud.route53().refuse(403, "ExpiredToken", "too old");
                    }
                });
        var failure = commitFailure(place, reading);
        assertEquals(Failure.Kind.PARTIAL, failure.kind());
        assertEquals(
                "Route53 zone Z1 (example.com): a reply was lost: whether \"join"
                        + " node-c.example.com\" was done is unknown; fix the next error and"
                        + " run the same command again; no change is made twice\n"
                        + "Route53 zone Z1 (example.com): the AWS credentials have expired: too"
                        + " old; get new credentials, for example with: aws sso login",
                failure.getMessage());
    }

    @Test
    void a_zone_that_is_busy_with_another_change_is_waited_for() {
        cloud.route53().behave(Behaviour.QUICK.withBusy(Duration.ofSeconds(3)));
        ZoneProvider place = cloud.place();
        PlanText.commit(place, List.of("x 60 A 192.0.2.7"));
        PlanText.commit(place, List.of("y 60 A 192.0.2.7"));
        assertEquals(2, cloud.route53().comments().size());
    }

    @Test
    void a_zone_that_stays_busy_is_reported_with_nothing_changed() {
        cloud.route53().behave(Behaviour.QUICK.withBusy(Duration.ofHours(1)));
        ZoneProvider place = cloud.place();
        PlanText.commit(place, List.of("x 60 A 192.0.2.7"));
        var failure =
                assertThrows(
                        Failure.class, () -> PlanText.commit(place, List.of("y 60 A 192.0.2.7")));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
        assertEquals(
                "Route53 zone Z1 (example.com): Route53 is too busy: PriorRequestNotComplete: The"
                        + " request was rejected because Route 53 was still processing a prior"
                        + " request.; run the same command again later; other programs of"
                        + " the account may be"
                        + " using up its five requests a second",
                failure.getMessage());
        assertEquals("none", held("y."));
    }

    @Test
    void the_comment_names_the_plan_in_256_characters_at_the_most() {
        ZoneProvider place = cloud.place();
        var reading = place.read(List.of());
        place.commit(reading, plan(reading, List.of(), "x 60 A 192.0.2.7"));
        var changes = PlanText.plan(reading, List.of("y 60 A 192.0.2.7")).changes();
        place.commit(
                reading,
                new ZonePlan(
                        reading.zone().apex(), "leave\t" + "n".repeat(300), List.of(), changes));
        assertEquals(
                List.of(
                        "wg-mesh: join node-c.example.com",
                        "wg-mesh: leave\\u{9}" + "n".repeat(237)),
                cloud.route53().comments());
    }
}
