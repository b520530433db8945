package dev.wgmesh.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.plan.Condition;
import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.provider.PlanText;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.RecordText;
import java.io.IOException;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class UpdateMessageTest {
    private static final List<String> SECTIONS = List.of("ZONE", "PREQ", "UPDA");

    private static RRset set(String... lines) {
        return RRset.of(Stream.of(lines).map(PlanText::record).toList());
    }

    /** The sections as they come off the wire, a line a record. */
    private static String sent(List<Condition> conditions, RRsetChange... changes)
            throws IOException {
        var plan = new ZonePlan(Question.name("example.com"), "test", conditions, List.of(changes));
        byte[] octets =
                UpdateMessage.of(
                        plan, plan.changes().stream().map(RecordChange::of).toList(), 4711);
        var message = new Message(octets);
        assertEquals(4711, message.getHeader().getID());
        var lines = new StringJoiner("\n", "", "\n");
        for (int section : new int[] {Section.ZONE, Section.PREREQ, Section.UPDATE}) {
            for (Record record : message.getSection(section)) {
                String data = RecordText.data(record);
                lines.add(
                        SECTIONS.get(section)
                                + " "
                                + record.getName()
                                + " "
                                + record.getTTL()
                                + " "
                                + DClass.string(record.getDClass())
                                + " "
                                + Type.string(record.getType())
                                + (data.isEmpty() ? "" : " " + data));
            }
        }
        return lines.toString();
    }

    @Test
    void a_replaced_set_is_sent_as_the_records_that_differ_with_the_ttl_it_has()
            throws IOException {
        assertEquals(
                """
                ZONE example.com. 0 IN SOA
                PREQ _p2p.example.com. 0 IN TXT "a"
                PREQ _p2p.example.com. 0 IN TXT "b"
                UPDA _p2p.example.com. 0 NONE TXT "b"
                UPDA _p2p.example.com. 600 IN TXT "c"
                """,
                sent(
                        List.of(),
                        new RRsetChange.Replace(
                                set("_p2p 600 TXT \"a\"", "_p2p 600 TXT \"b\""),
                                set("_p2p 60 TXT \"a\"", "_p2p 60 TXT \"c\""))));
    }

    @Test
    void a_made_set_must_be_absent_and_a_deleted_one_exactly_what_it_was() throws IOException {
        assertEquals(
                """
                ZONE example.com. 0 IN SOA
                PREQ new.example.com. 0 NONE A
                PREQ old.example.com. 0 IN A 192.0.2.1
                PREQ old.example.com. 0 IN A 192.0.2.2
                UPDA new.example.com. 60 IN A 192.0.2.3
                UPDA old.example.com. 0 ANY A
                """,
                sent(
                        List.of(),
                        new RRsetChange.Create(set("new 60 A 192.0.2.3")),
                        new RRsetChange.Delete(set("old 60 A 192.0.2.1", "old 60 A 192.0.2.2"))));
    }

    @Test
    void conditions_are_prerequisites_once_each() throws IOException {
        RRset list = set("_p2p 600 TXT \"a\"");
        assertEquals(
                """
                ZONE example.com. 0 IN SOA
                PREQ _p2p.example.com. 0 IN TXT "a"
                PREQ _revision._p2p.example.com. 0 NONE TXT
                UPDA _p2p.example.com. 600 IN TXT "b"
                """,
                sent(
                        List.of(
                                new Condition.RRsetExists(list),
                                new Condition.RRsetAbsent(
                                        Question.of("_revision._p2p.example.com", Type.TXT))),
                        new RRsetChange.Replace(
                                list, set("_p2p 600 TXT \"a\"", "_p2p 600 TXT \"b\""))));
    }

    @Test
    void the_case_of_names_is_that_of_the_server_though_equal_names_precede_it()
            throws IOException {
        assertEquals(
                """
                ZONE example.com. 0 IN SOA
                PREQ _p2p.Example.COM. 0 IN PTR _p2p.eu.EXAMPLE.com.
                PREQ _p2p.Example.COM. 0 IN PTR _p2p.Us.example.com.
                UPDA _p2p.Example.COM. 0 NONE PTR _p2p.Us.example.com.
                """,
                sent(
                        List.of(),
                        new RRsetChange.Replace(
                                set(
                                        "_p2p.Example.COM. 60 PTR _p2p.eu.EXAMPLE.com.",
                                        "_p2p.Example.COM. 60 PTR _p2p.Us.example.com."),
                                set("_p2p 60 PTR _p2p.EU.example.com."))));
    }

    @Test
    void a_set_of_the_same_records_in_another_order_is_only_a_condition() throws IOException {
        assertEquals(
                """
                ZONE example.com. 0 IN SOA
                PREQ x.example.com. 0 IN TXT "a"
                PREQ x.example.com. 0 IN TXT "b"
                """,
                sent(
                        List.of(),
                        new RRsetChange.Replace(
                                set("x 60 TXT \"a\"", "x 60 TXT \"b\"", "x 60 TXT \"b\""),
                                set("x 60 TXT \"b\"", "x 60 TXT \"a\""))));
    }
}
