package dev.wgmesh.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.plan.Condition;
import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xbill.DNS.Type;

/**
 * The contract of every zone provider: zone states and the transitions between them. A new provider
 * adds a subclass that opens a zone.
 */
public interface ZoneProviderContract {
    /** The zone that each test begins with. */
    String ZONE =
            """
            $ORIGIN example.com.
            $TTL 300
            @ IN SOA ns1 hostmaster 7 3600 600 604800 300
            @ IN NS ns1
            ns1 IN A 192.0.2.53
            _p2p 600 IN TXT "node-a.example.com"
            _p2p 600 IN TXT "node-b.example.com"
            _revision._p2p IN TXT "2"
            _wireguard.node-a IN A 10.0.0.1
            """;

    /** A place that hosts the zone of {@code text}, and nothing else uses. */
    ZoneProvider hosting(String text) throws Exception;

    /** Whether each commit raises the serial by one. */
    default boolean raisesTheSerial() {
        return true;
    }

    private long serialAfter(int commits) {
        return raisesTheSerial() ? 7 + commits : 7;
    }

    /**
     * A step of a zone from one state to the next.
     *
     * @param changes lines of {@code owner type} (to be gone) or {@code owner ttl type data}
     * @param then the RRset {@code shown} after it, as text; empty: gone
     */
    record Step(String name, List<String> changes, String shown, String then) {}

    /** Every kind of step, one after the other; each begins where the one before it ended. */
    List<Step> STEPS =
            List.of(
                    new Step(
                            "an_rrset_is_made",
                            List.of("_wireguard.node-c 120 TXT \"key\""),
                            "_wireguard.node-c TXT",
                            "120 \"key\""),
                    new Step(
                            "a_record_is_added_and_the_set_keeps_its_ttl",
                            List.of(
                                    "_p2p 120 TXT \"node-a.example.com\"",
                                    "_p2p 120 TXT \"node-b.example.com\"",
                                    "_p2p 120 TXT \"node-c.example.com\""),
                            "_p2p TXT",
                            "600 \"node-a.example.com\" | 600 \"node-b.example.com\""
                                    + " | 600 \"node-c.example.com\""),
                    new Step(
                            "a_record_is_replaced",
                            List.of("_revision._p2p 300 TXT \"3\""),
                            "_revision._p2p TXT",
                            "300 \"3\""),
                    new Step(
                            "a_record_is_taken_away",
                            List.of("_p2p 600 TXT \"node-c.example.com\""),
                            "_p2p TXT",
                            "600 \"node-c.example.com\""),
                    new Step("an_rrset_is_taken_away", List.of("_p2p TXT"), "_p2p TXT", ""),
                    new Step(
                            "text_of_any_octets_comes_back",
                            List.of("_p2p 300 TXT \"a\\\"b\\\\c;()\\000\\255\" \"second\""),
                            "_p2p TXT",
                            "300 \"a\\\"b\\\\c;()\\000\\255\" \"second\""),
                    new Step(
                            "several_rrsets_change_at_once",
                            List.of(
                                    "_wireguard.node-a A",
                                    "_wireguard.node-d 60 A 10.0.0.4",
                                    "_wireguard.node-d 60 AAAA fd00::4",
                                    "_wireguard._udp.node-d 60 SRV 0 0 51821 node-d.example.com."),
                            "_wireguard._udp.node-d SRV",
                            "60 0 0 51821 node-d.example.com."));

    @TestFactory
    default List<DynamicTest> steps() throws Exception {
        ZoneProvider place = hosting(ZONE);
        var tests = new ArrayList<DynamicTest>();
        for (Step step : STEPS) {
            tests.add(
                    DynamicTest.dynamicTest(
                            step.name(),
                            () -> {
                                PlanText.commit(place, step.changes());
                                assertEquals(step.then(), PlanText.shown(place, step.shown()));
                                assertEquals(
                                        serialAfter(STEPS.indexOf(step) + 1),
                                        PlanText.serial(place));
                            }));
        }
        return tests;
    }

    @Test
    default void a_receipt_names_the_new_serial_and_the_place() throws Exception {
        ZoneProvider place = hosting(ZONE);
        ZonePlan plan = plan(place, "new 60 A 192.0.2.7");
        var done =
                assertInstanceOf(
                        ZoneProvider.Outcome.Committed.class,
                        place.commit(place.read(List.of()), plan));
        assertEquals(serialAfter(1), done.receipt().serial());
        assertEquals(place.description(), done.receipt().place());
        assertEquals(plan, done.receipt().plan());
    }

    @Test
    default void a_plan_without_changes_changes_nothing() throws Exception {
        ZoneProvider place = hosting(ZONE);
        var before = place.read(List.of());
        var done =
                assertInstanceOf(
                        ZoneProvider.Outcome.Committed.class,
                        place.commit(before, PlanText.plan(before, List.of())));
        assertEquals(7, done.receipt().serial());
        assertEquals(before.version(), place.read(List.of()).version());
    }

    @Test
    default void a_reading_as_a_part_of_a_larger_one_is_the_same() throws Exception {
        ZoneProvider place = hosting(ZONE);
        Question asked = Question.of("_p2p.example.com", Type.TXT);
        var alone = place.read(List.of(asked));
        var part = place.read(List.of(asked), ReadingBudget.of(InstantSource.system()));
        assertEquals(alone.version(), part.version());
        assertEquals(alone.isComplete(), part.isComplete());
        assertEquals(alone.zone().rrsets().keySet(), part.zone().rrsets().keySet());
        var list = alone.zone().rrset(asked).orElseThrow();
        assertTrue(list.hasSameRdata(part.zone().rrset(asked).orElseThrow()));
    }

    @Test
    default void of_two_plans_from_one_reading_the_second_is_stale() throws Exception {
        ZoneProvider place = hosting(ZONE);
        var reading = PlanText.read(place, List.of("x A"));
        place.commit(reading, PlanText.plan(reading, List.of("x 60 A 192.0.2.7")));
        var outcome = place.commit(reading, PlanText.plan(reading, List.of("x 60 A 192.0.2.8")));
        assertInstanceOf(ZoneProvider.Outcome.Stale.class, outcome);
        assertEquals("60 192.0.2.7", PlanText.shown(place, "x A"));
        assertEquals(serialAfter(1), PlanText.serial(place));
    }

    @Test
    default void a_condition_that_does_not_hold_makes_a_plan_stale() throws Exception {
        ZoneProvider place = hosting(ZONE);
        var reading = PlanText.read(place, List.of("x A", "_revision._p2p TXT", "_p2p TXT"));
        RRset other = RRset.of(List.of(PlanText.record("_revision._p2p 300 TXT \"1\"")));
        for (Condition condition :
                List.of(
                        new Condition.RRsetExists(other),
                        new Condition.RRsetAbsent(Question.of("_p2p.example.com", 16)))) {
            var plan =
                    new ZonePlan(
                            reading.zone().apex(),
                            "test",
                            List.of(condition),
                            PlanText.plan(reading, List.of("x 60 A 192.0.2.7")).changes());
            assertInstanceOf(ZoneProvider.Outcome.Stale.class, place.commit(reading, plan));
        }
        assertEquals(7, PlanText.serial(place));
    }

    @Test
    default void a_condition_alone_is_judged_too() throws Exception {
        ZoneProvider place = hosting(ZONE);
        List<String> change = List.of("_p2p 600 TXT \"node-a.example.com\"");
        var reading = PlanText.read(place, change);
        RRset list = reading.zone().rrset(Question.of("_p2p.example.com", 16)).orElseThrow();
        PlanText.commit(place, change);
        var plan =
                new ZonePlan(
                        reading.zone().apex(),
                        "test",
                        List.of(new Condition.RRsetExists(list)),
                        List.of());
        assertInstanceOf(ZoneProvider.Outcome.Stale.class, place.commit(reading, plan));
    }

    @Test
    default void a_change_of_an_rrset_that_differs_makes_a_plan_stale() throws Exception {
        ZoneProvider place = hosting(ZONE);
        var reading = PlanText.read(place, List.of("x A", "_revision._p2p TXT", "_p2p TXT"));
        RRset other = RRset.of(List.of(PlanText.record("_revision._p2p 300 TXT \"1\"")));
        RRset absent = RRset.of(List.of(PlanText.record("absent 300 TXT \"1\"")));
        for (RRsetChange change :
                List.of(
                        new RRsetChange.Create(other),
                        new RRsetChange.Replace(other, other),
                        new RRsetChange.Delete(absent))) {
            var plan = new ZonePlan(reading.zone().apex(), "test", List.of(), List.of(change));
            assertInstanceOf(ZoneProvider.Outcome.Stale.class, place.commit(reading, plan));
        }
        assertEquals(7, PlanText.serial(place));
    }

    @Test
    default void what_a_place_never_takes_is_refused() throws Exception {
        ZoneProvider place = hosting(ZONE);
        var reading = place.read(List.of());
        RRset outside = RRset.of(List.of(PlanText.record("x.example.net. 300 A 192.0.2.1")));
        RRset soa = reading.zone().rrset(Question.of("example.com", 6)).orElseThrow();
        for (var plan :
                List.of(
                        new ZonePlan(Question.name("example.net"), "test", List.of(), List.of()),
                        plan(reading, new RRsetChange.Create(outside)),
                        plan(reading, new RRsetChange.Delete(soa)))) {
            var failure = assertThrows(Failure.class, () -> place.commit(reading, plan));
            assertEquals(Failure.Kind.REFUSED, failure.kind());
        }
        assertEquals(7, PlanText.serial(place));
    }

    private static ZonePlan plan(ZoneProvider place, String line) {
        return PlanText.plan(PlanText.read(place, List.of(line)), List.of(line));
    }

    private static ZonePlan plan(ZoneProvider.Reading reading, RRsetChange change) {
        return new ZonePlan(reading.zone().apex(), "test", List.of(), List.of(change));
    }

    @Test
    default void eight_writers_at_once_lose_nothing() throws Exception {
        ZoneProvider place = hosting(ZONE);
        int writers = 8;
        int each = 10;
        try (var threads = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                String prefix = "w" + writer + "-";
                running.add(
                        threads.submit(() -> {
                            for (int i = 0; i < each; i++) {
                                PlanText.addToList(place, prefix + i + ".example.com");
                            }
                        }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        }
        Question asked = Question.of("_p2p.example.com", 16);
        var list = place.read(List.of(asked)).zone().rrset(asked).orElseThrow();
        assertEquals(2 + writers * each, list.records().size());
        assertEquals(serialAfter(writers * each), PlanText.serial(place));
        assertEquals(
                Optional.empty(), place.read(List.of()).zone().syntaxErrors().stream().findAny());
    }
}
