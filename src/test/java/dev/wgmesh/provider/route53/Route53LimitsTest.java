package dev.wgmesh.provider.route53;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.testing.route53.Behaviour;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TxtStrings;
import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Record;

/** The limits of a batch are checked before it is sent. */
class Route53LimitsTest {
    private static final String FIX =
            "; move members to sub-lists, or change fewer records at once";

    private FakeRoute53Zone cloud;
    private ZoneProvider place;

    @BeforeEach
    void open() throws IOException {
        cloud = FakeRoute53Zone.hosting(Behaviour.QUICK);
        place = cloud.place();
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static RRset set(String owner, int size, IntFunction<String> text) {
        return RRset.of(
                IntStream.range(0, size)
                        .<Record>mapToObj(i ->
                                TxtStrings.record(
                                        Question.name(owner + ".example.com"), 60, text.apply(i)))
                        .toList());
    }

    private ZoneProvider.Outcome creating(RRset... sets) {
        var changes = List.of(sets).stream().<RRsetChange>map(RRsetChange.Create::new).toList();
        return place.commit(
                place.read(List.of()),
                new ZonePlan(Question.name("example.com"), "test", List.of(), changes));
    }

    private String refused(RRset... sets) {
        var failure = assertThrows(Failure.class, () -> creating(sets));
        assertEquals(Failure.Kind.REFUSED, failure.kind());
        assertEquals(List.of(), cloud.route53().comments());
        return String.valueOf(failure.getMessage());
    }

    private static void taken(ZoneProvider.Outcome outcome) {
        assertInstanceOf(ZoneProvider.Outcome.Committed.class, outcome);
    }

    @Test
    void a_thousand_records_a_batch() {
        IntFunction<String> digits = Integer::toString;
        assertEquals(
                "Route53 zone Z1 (example.com): needs 1,001 records in one change, old and"
                        + " new; Route53 allows 1,000"
                        + FIX,
                refused(set("a", 400, digits), set("b", 400, digits), set("c", 201, digits)));
        taken(creating(set("a", 400, digits), set("b", 400, digits), set("c", 200, digits)));
    }

    @Test
    void a_replacement_counts_what_was_and_what_will_be() {
        taken(creating(set("a", 334, Integer::toString)));
        var reading = place.read(List.of());
        RRset before = reading.zone().rrset(Question.of("a.example.com", 16)).orElseThrow();
        RRset after = set("a", 335, Integer::toString);
        var plan =
                new ZonePlan(
                        Question.name("example.com"),
                        "test",
                        List.of(),
                        List.of(
                                new RRsetChange.Replace(before, after),
                                new RRsetChange.Create(set("b", 332, Integer::toString))));
        assertEquals(
                "Route53 zone Z1 (example.com): needs 1,001 records in one change, old and"
                        + " new; Route53 allows 1,000"
                        + FIX,
                assertThrows(Failure.class, () -> place.commit(reading, plan)).getMessage());
    }

    @Test
    void thirty_two_thousand_characters_a_batch() {
        IntFunction<String> hundred = i -> String.format("%098d", i);
        assertEquals(
                "Route53 zone Z1 (example.com): needs 32,100 characters in one change, old and"
                        + " new; Route53 allows 32,000"
                        + FIX,
                refused(set("a", 321, hundred)));
        taken(creating(set("a", 320, hundred)));
    }

    @Test
    void four_hundred_records_a_set() {
        assertEquals(
                "a.example.com TXT: needs 401 records; Route53 allows 400" + FIX,
                refused(set("a", 401, Integer::toString)));
        taken(creating(set("a", 400, Integer::toString)));
    }

    @Test
    void four_thousand_characters_a_value() {
        assertEquals(
                "a.example.com TXT: needs 4,001 characters in one record; Route53 allows 4,000"
                        + FIX,
                refused(set("a", 1, _ -> "x".repeat(3_954))));
        taken(creating(set("a", 1, _ -> "x".repeat(3_953))));
    }
}
