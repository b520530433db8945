package dev.wgmesh.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.wgmesh.plan.Condition;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provider.PlanText;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneProvider.Outcome;
import dev.wgmesh.testing.dns.FakeDns;
import dev.wgmesh.testing.dns.FakeDns.Reaction;
import dev.wgmesh.testing.dns.FakePrimary;
import dev.wgmesh.testing.dns.FakePrimary.UpdateBehaviour;
import dev.wgmesh.zone.Question;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The outcome that is reported when a server does not reply to an update. */
class LostReplyTest {
    private static final List<String> CHANGE =
            List.of(
                    "_p2p 600 TXT \"node-a.example.com\"",
                    "_p2p 600 TXT \"node-b.example.com\"",
                    "_p2p 600 TXT \"node-c.example.com\"",
                    "_revision._p2p 300 TXT \"3\"",
                    "_wireguard.node-c 300 A 10.0.0.3");
    private static final String BEFORE = "600 \"node-a.example.com\" | 600 \"node-b.example.com\"";
    private static final String AFTER = BEFORE + " | 600 \"node-c.example.com\"";

    /** How it ended, as a line; and how many updates the server heard. */
    private static String ending(FakePrimary primary) throws IOException {
        try (var dns = FakeDns.start(primary)) {
            ZoneProvider place = FakeServerZone.of(dns);
            var reading = PlanText.read(place, CHANGE);
            ZonePlan plan = PlanText.plan(reading, CHANGE);
            String told;
            try {
                told =
                        switch (place.commit(reading, plan)) {
                            case Outcome.Committed done ->
                                    "committed, serial " + done.receipt().serial();
                            case Outcome.Stale(var problem) -> "stale: " + problem;
                        };
            } catch (Failure failure) {
                told = failure.kind() + ": " + failure.getMessage();
            }
            return told.replace(place.description(), "SERVER")
                    + "\n"
                    + primary.updates()
                    + " updates; list "
                    + list(place);
        }
    }

    private static String list(ZoneProvider place) {
        return PlanText.shown(place, "_p2p TXT").replace(AFTER, "after").replace(BEFORE, "before");
    }

    private static FakePrimary primary(UpdateBehaviour... moods) {
        return new FakePrimary(
                FakeServerZone.RECORDS,
                update -> update < moods.length ? moods[update] : UpdateBehaviour.WORKS);
    }

    @TestFactory
    Stream<DynamicTest> what_was_done_is_reported_as_done_and_never_done_twice() {
        return Stream.of(
                        UpdateBehaviour.SILENT_AFTER,
                        UpdateBehaviour.CLOSES_AFTER,
                        UpdateBehaviour.RESETS_AFTER)
                .map(mood ->
                        dynamicTest(
                                mood.toString(),
                                () ->
                                        assertEquals(
                                                "committed, serial 8\n1 updates; list after",
                                                ending(primary(mood)))));
    }

    @TestFactory
    Stream<DynamicTest> what_was_not_done_is_sent_again() {
        return Stream.of(UpdateBehaviour.CLOSES_BEFORE, UpdateBehaviour.RESETS_BEFORE)
                .map(mood ->
                        dynamicTest(
                                mood.toString(),
                                () -> {
                                    assertEquals(
                                            "committed, serial 8\n2 updates; list after",
                                            ending(primary(mood)));
                                    assertEquals(
                                            "committed, serial 8\n3 updates; list after",
                                            ending(
                                                    primary(
                                                            mood,
                                                            mood,
                                                            UpdateBehaviour.CLOSES_AFTER)));
                                }));
    }

    @Test
    void a_server_that_never_takes_it_is_given_up_after_three_tries() throws IOException {
        assertEquals(
                "UNREADABLE: SERVER: closed the connection without an answer; nothing was changed;"
                        + " see the server's log and its limit of TCP clients\n"
                        + "3 updates; list before",
                ending(
                        primary(
                                UpdateBehaviour.CLOSES_BEFORE,
                                UpdateBehaviour.CLOSES_BEFORE,
                                UpdateBehaviour.CLOSES_BEFORE)));
    }

    @Test
    void an_error_after_a_lost_reply_is_reported_only_where_nothing_was_done() throws IOException {
        assertEquals(
                "UNREADABLE: SERVER: could not carry out the change of example.com"
                        + " (SERVFAIL); see the server's log: the server may not be able to"
                        + " write its journal into the folder of the"
                        + " zone's file, or the zone may not have loaded\n"
                        + "2 updates; list before",
                ending(primary(UpdateBehaviour.CLOSES_BEFORE, UpdateBehaviour.FAILS)));
    }

    @Test
    void what_another_writer_added_since_does_not_hide_what_was_done() throws IOException {
        FakePrimary primary = primary(UpdateBehaviour.CLOSES_AFTER);
        primary.afterEachUpdate(
                () -> primary.put(PlanText.record("_p2p 600 TXT \"node-x.example.com\"")));
        assertEquals(
                "committed, serial 9\n1 updates; list after | 600 \"node-x.example.com\"",
                ending(primary));
    }

    @Test
    void another_writer_that_was_faster_makes_it_stale() throws IOException {
        FakePrimary primary = primary(UpdateBehaviour.CLOSES_BEFORE);
        primary.afterEachUpdate(
                () -> primary.put(PlanText.record("_p2p 600 TXT \"node-x.example.com\"")));
        assertEquals(
                "stale: _p2p.example.com TXT: changed since it was read; run the same"
                        + " command again\n"
                        + "1 updates; list before | 600 \"node-x.example.com\"",
                ending(primary));
    }

    @Test
    void what_another_writer_removed_again_is_still_reported_as_done_after_noerror()
            throws IOException {
        FakePrimary primary = primary();
        primary.afterEachUpdate(
                () -> primary.remove(Question.of("_wireguard.node-c.example.com", 1)));
        assertEquals("committed, serial 9\n1 updates; list after", ending(primary));
    }

    @Test
    void noerror_is_believed_where_the_zone_cannot_be_read_whatever_it_was_before()
            throws IOException {
        FakePrimary primary = primary(UpdateBehaviour.CLOSES_BEFORE);
        try (var dns =
                FakeDns.start((query, overTcp) ->
                        primary.updates() < 2
                                ? primary.respond(query, overTcp)
                                : new Reaction.Close(new byte[0]))) {
            ZoneProvider place = FakeServerZone.of(dns);
            var reading = PlanText.read(place, CHANGE);
            var outcome = place.commit(reading, PlanText.plan(reading, CHANGE));
            assertInstanceOf(Outcome.Committed.class, outcome);
            assertEquals(2, primary.updates());
        }
    }

    @Test
    void noerror_without_any_effect_is_reported() throws IOException {
        assertEquals(
                "PARTIAL: SERVER: answered NOERROR to the change of example.com, but its"
                        + " zone is unchanged; run the same command again (no change is made"
                        + " twice); if the server is a secondary, name the primary:"
                        + " --server HOST\n"
                        + "1 updates; list before",
                ending(primary(UpdateBehaviour.NOERROR_ONLY)));
    }

    @Test
    void noerror_where_an_alias_is_in_the_way_is_refused() throws IOException {
        FakePrimary primary = primary(UpdateBehaviour.NOERROR_ONLY);
        primary.put(PlanText.record("_wireguard.node-c 300 CNAME x.example.com."));
        assertEquals(
                "REFUSED: _wireguard.node-c.example.com A: was not added, although the"
                        + " server answered NOERROR: the name is an alias (CNAME), which"
                        + " allows no other records; remove the CNAME, then run the"
                        + " same command again\n"
                        + "1 updates; list before",
                ending(primary));
    }

    @Test
    void a_server_that_went_away_with_the_update_leaves_it_open_what_became_of_it()
            throws IOException {
        FakePrimary primary = primary(UpdateBehaviour.SILENT_AFTER);
        try (var dns =
                FakeDns.start((query, overTcp) ->
                        primary.updates() == 0
                                ? primary.respond(query, overTcp)
                                : new Reaction.Silence())) {
            ZoneProvider place = FakeServerZone.of(dns);
            var reading = PlanText.read(place, CHANGE);
            ZoneProvider impatient = FakeServerZone.impatient(dns);
            var failure =
                    assertThrows(
                            Failure.class,
                            () -> impatient.commit(reading, PlanText.plan(reading, CHANGE)));
            assertEquals(Failure.Kind.PARTIAL, failure.kind());
            assertEquals(
                    place.description()
                            + ": did not answer within 0.3 s; whether the change was made is"
                            + " unknown; run the same command again when the server"
                            + " answers; no change is made twice",
                    failure.getMessage());
        }
    }

    @Test
    void a_server_that_says_nothing_in_time_may_be_about_to_do_it() throws IOException {
        FakePrimary primary =
                primary(
                        UpdateBehaviour.SILENT_BEFORE,
                        UpdateBehaviour.SILENT_BEFORE,
                        UpdateBehaviour.SILENT_BEFORE);
        try (var dns = FakeDns.start(primary)) {
            ZoneProvider impatient = FakeServerZone.impatient(dns);
            var reading = PlanText.read(impatient, CHANGE);
            var failure =
                    assertThrows(
                            Failure.class,
                            () -> impatient.commit(reading, PlanText.plan(reading, CHANGE)));
            assertEquals(Failure.Kind.PARTIAL, failure.kind());
            assertEquals(3, primary.updates());
        }
    }

    @Test
    void a_server_that_is_down_before_anything_was_sent_has_changed_nothing() throws IOException {
        FakePrimary primary = primary();
        var dns = FakeDns.start(primary);
        ZoneProvider place = FakeServerZone.of(dns);
        var reading = PlanText.read(place, CHANGE);
        dns.close();
        var failure =
                assertThrows(
                        Failure.class, () -> place.commit(reading, PlanText.plan(reading, CHANGE)));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
        assertEquals(
                place.description()
                        + ": cannot be reached (Connection refused); nothing was changed;"
                        + " check that the server runs and that this host reaches it"
                        + " over TCP, or name another: --server HOST",
                failure.getMessage());
    }

    @Test
    void eight_writers_lose_nothing_though_every_tenth_reply_is_lost() throws Exception {
        List<UpdateBehaviour> wrong =
                List.of(
                        UpdateBehaviour.CLOSES_AFTER,
                        UpdateBehaviour.CLOSES_BEFORE,
                        UpdateBehaviour.RESETS_AFTER);
        var primary =
                new FakePrimary(
                        FakeServerZone.RECORDS,
                        update ->
                                update % 10 == 9
                                        ? wrong.get(update / 10 % wrong.size())
                                        : UpdateBehaviour.WORKS);
        try (var dns = FakeDns.start(primary);
                var threads = Executors.newFixedThreadPool(8)) {
            var running = new ArrayList<Future<?>>();
            for (int writer = 0; writer < 8; writer++) {
                String prefix = "w" + writer + "-";
                ZoneProvider place = FakeServerZone.of(dns);
                running.add(
                        threads.submit(() -> {
                            for (int i = 0; i < 10; i++) {
                                PlanText.addToList(place, prefix + i + ".example.com");
                            }
                        }));
            }
            for (Future<?> future : running) {
                future.get();
            }
            ZoneProvider place = FakeServerZone.of(dns);
            assertEquals(82, PlanText.shown(place, "_p2p TXT").split(" \\| ").length);
            assertEquals(87, PlanText.serial(place));
        }
    }

    @Test
    void a_plan_with_two_values_of_an_rrset_is_not_sent() throws IOException {
        FakePrimary primary = primary();
        try (var dns = FakeDns.start(primary)) {
            ZoneProvider place = FakeServerZone.of(dns);
            var reading = PlanText.read(place, CHANGE);
            ZonePlan plan = PlanText.plan(reading, CHANGE);
            var both =
                    new ZonePlan(
                            plan.zone(),
                            plan.purpose(),
                            List.of(new Condition.RRsetAbsent(Question.of("_p2p.example.com", 16))),
                            plan.changes());
            var failure = assertThrows(Failure.class, () -> place.commit(reading, both));
            assertEquals(
                    "_p2p.example.com TXT: the plan contains two different values; make the plan again",
                    failure.getMessage());
            assertEquals(0, primary.updates());
            assertInstanceOf(Outcome.Committed.class, place.commit(reading, plan));
        }
    }
}
