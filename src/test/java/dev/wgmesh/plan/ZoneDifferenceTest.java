package dev.wgmesh.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.testing.TestZones;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TxtStrings;
import dev.wgmesh.zone.ZoneContents;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class ZoneDifferenceTest {
    private static final Name LIST = Question.name("_p2p.example.com");

    private static final ZoneContents ZONE =
            TestZones.text(
                            "example.com",
                            """
                            _p2p 60 TXT "a.example.com"
                            _p2p 60 TXT "b.example.com"
                            """)
                    .zones()
                    .getFirst();

    @Test
    void an_empty_request_is_not_a_difference() {
        assertEquals("", text(new ZoneDifference(ZONE)));
    }

    @Test
    void an_existing_record_is_not_a_difference_whatever_its_ttl_and_order() {
        var wanted = List.of(entry(300, "b.example.com"), entry(1, "a.example.com"));

        assertEquals("", text(new ZoneDifference(ZONE).replace(list(), wanted)));
        assertEquals("", text(new ZoneDifference(ZONE).add(entry(300, "a.example.com"))));
    }

    @Test
    void a_record_added_takes_the_ttl_of_its_set() {
        assertEquals(
                "replace _p2p.example.com TXT: a.example.com 60, b.example.com 60, c.example.com 60",
                text(new ZoneDifference(ZONE).add(entry(300, "c.example.com"))));
    }

    @Test
    void a_new_set_has_the_ttl_it_came_with() {
        Record policy =
                TxtStrings.record(
                        Question.name("_policy._p2p.example.com"), 300, "pool=10.0.0.0/24");

        assertEquals(
                "create _policy._p2p.example.com TXT: pool=10.0.0.0/24 300",
                text(new ZoneDifference(ZONE).add(policy)));
    }

    @Test
    void no_expected_record_is_a_deletion_and_none_where_none_was() {
        var none = new Question(LIST, Type.PTR);

        assertEquals(
                "delete _p2p.example.com TXT",
                text(new ZoneDifference(ZONE).replace(list(), List.of()).replace(none, List.of())));
    }

    @Test
    void a_record_that_takes_the_ttl_of_its_set_keeps_the_case_of_its_names() {
        Name owner = Question.name("_p2p.example.com");
        ZoneContents zone =
                TestZones.text("example.com", "_p2p 60 PTR _p2p.eu\n").zones().getFirst();
        Name target = Name.fromConstantString("_P2P.US.example.com.");

        assertEquals(
                "replace _p2p.example.com PTR: _p2p.eu.example.com. 60, _P2P.US.example.com. 60",
                text(new ZoneDifference(zone).add(new PTRRecord(owner, DClass.IN, 300, target))));
    }

    private static Question list() {
        return new Question(LIST, Type.TXT);
    }

    private static Record entry(long ttl, String host) {
        return TxtStrings.record(LIST, ttl, host);
    }

    private static String text(ZoneDifference difference) {
        return difference.changes().stream()
                .map(change ->
                        switch (change) {
                            case RRsetChange.Create(RRset after) -> "create " + text(after);
                            case RRsetChange.Replace(_, RRset after) -> "replace " + text(after);
                            case RRsetChange.Delete(RRset before) -> "delete " + before.question();
                        })
                .collect(Collectors.joining("\n"));
    }

    private static String text(RRset set) {
        var records =
                set.dnsRecords().stream()
                        .map(r -> r.rdataToString().replace("\"", "") + " " + r.getTTL())
                        .collect(Collectors.joining(", "));
        return set.question() + ": " + records;
    }
}
