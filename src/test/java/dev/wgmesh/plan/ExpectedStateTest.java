package dev.wgmesh.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.testing.TestZones;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

class ExpectedStateTest {
    private static final Question LIST = Question.of("_p2p.example.com", Type.TXT);
    private static final Question REVISION = Question.of("_revision._p2p.example.com", Type.TXT);

    private static final ZoneContents BEFORE = zone(7, "a", "b");

    @Test
    void what_was_added_exists_though_another_was_removed_since() {
        assertEquals(ExpectedState.APPLIED, of(zone(9, "a", "c"), zone(8, "a", "b", "c")));
    }

    @Test
    void a_removed_record_counts_as_removed_though_others_came_and_went_since() {
        assertEquals(ExpectedState.APPLIED, of(zone(10, "d"), zone(8, "a")));
    }

    @Test
    void what_was_added_and_does_not_exist_is_unclear_once_others_have_changed_the_list() {
        assertEquals(ExpectedState.UNKNOWN, of(zone(8, "a"), zone(8, "a", "b", "c")));
    }

    @Test
    void a_zone_as_before_is_not_done() {
        assertEquals(ExpectedState.NOT_APPLIED, of(BEFORE, zone(8, "a", "b", "c")));
    }

    private static ExpectedState of(ZoneContents now, ZoneContents wanted) {
        var changes = List.of(replace(LIST, wanted), replace(REVISION, wanted));
        return ExpectedState.of(now, new ZonePlan(now.apex(), "a change", List.of(), changes));
    }

    private static RRsetChange replace(Question question, ZoneContents wanted) {
        return new RRsetChange.Replace(set(BEFORE, question), set(wanted, question));
    }

    private static RRset set(ZoneContents zone, Question question) {
        return zone.rrset(question).orElseThrow();
    }

    private static ZoneContents zone(int revision, String... members) {
        var text = new StringBuilder("_revision._p2p TXT \"" + revision + "\"\n");
        for (String member : members) {
            text.append("_p2p TXT \"").append(member).append(".example.com\"\n");
        }
        return TestZones.text("example.com", text.toString()).zones().getFirst();
    }
}
