package dev.wgmesh.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.testing.dns.FakeDns;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/** What a zone is after a transfer: as a whole, or by the changes since a known state of it. */
class TransferRecordsTest {
    private static final Name APEX = Name.fromConstantString("example.com.");

    private final ZoneContents known =
            new ZoneContents(
                    APEX,
                    "ns1",
                    Stream.of(
                                    soa(7),
                                    FakeDns.record("_p2p.example.com. 300 TXT node-a.example.com"),
                                    FakeDns.record("node-a.example.com. 300 A 192.0.2.1"),
                                    FakeDns.record("node-b.example.com. 300 A 192.0.2.2"))
                            .map(ZoneRecord::of)
                            .toList(),
                    List.of());

    private static SOARecord soa(int serial) {
        return (SOARecord)
                FakeDns.record("example.com. 300 SOA ns1. host. " + serial + " 3600 600 9999 60");
    }

    private static Record record(String text) {
        return text.matches("[0-9]+") ? soa(Integer.parseInt(text)) : FakeDns.record(text);
    }

    private TransferRecords take(String... records) throws NoResponse {
        var taken = new TransferRecords(known, soa(7));
        for (String text : records) {
            taken.add(record(text));
        }
        return taken;
    }

    private static String text(TransferRecords taken) {
        assertEquals(true, taken.isEnded());
        return taken.zone().rrsets().values().stream()
                .flatMap(set -> set.dnsRecords().stream())
                .map(record -> record.toString().replaceAll("\\s+", " "))
                .map(record -> record.replaceFirst(" 3600 600 9999 60$", ""))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void changes_are_applied_in_their_order_and_the_last_serial_counts() throws NoResponse {
        assertEquals(
                """
                example.com. 300 IN SOA ns1. host. 9
                _p2p.example.com. 300 IN TXT node-a.example.com
                _p2p.example.com. 300 IN TXT node-c.example.com
                node-a.example.com. 60 IN A 192.0.2.1
                """,
                text(
                        take(
                                "9",
                                "7",
                                "node-b.example.com. 300 A 192.0.2.2",
                                "node-a.example.com. 300 A 192.0.2.1",
                                "8",
                                "_p2p.example.com. 300 TXT node-c.example.com",
                                "node-a.example.com. 300 A 192.0.2.9",
                                "8",
                                "node-a.example.com. 300 A 192.0.2.9",
                                "9",
                                "node-a.example.com. 60 A 192.0.2.1",
                                "9")));
    }

    @Test
    void the_soa_alone_says_that_nothing_changed() throws NoResponse {
        TransferRecords taken = take("7");
        assertEquals(known.rrsets(), taken.zone().rrsets());
        assertEquals(7, taken.serial());
    }

    @Test
    void an_older_serial_does_not_say_that_nothing_changed() {
        assertThrows(NoResponse.class, () -> take("6"), "a zone that was loaded again, say");
    }

    @Test
    void a_server_without_a_record_of_the_changes_sends_the_whole_zone() throws NoResponse {
        assertEquals(
                """
                example.com. 300 IN SOA ns1. host. 9
                node-c.example.com. 300 IN A 192.0.2.3
                """,
                text(take("9", "node-c.example.com. 300 A 192.0.2.3", "9")));
    }

    @Test
    void a_zone_of_its_soa_alone_is_whole() throws NoResponse {
        assertEquals("example.com. 300 IN SOA ns1. host. 9\n", text(take("9", "9")));
    }

    @Test
    void changes_of_another_state_are_no_transfer() {
        assertThrows(
                NoResponse.class,
                () -> take("9", "7", "node-c.example.com. 300 A 192.0.2.3"),
                "removes what the zone lacks");
        assertThrows(
                NoResponse.class,
                () -> take("9", "7", "9", "node-a.example.com. 300 A 192.0.2.1"),
                "adds what the zone has");
        assertThrows(NoResponse.class, () -> take("9", "7", "8", "9"), "a gap between the serials");
    }

    @Test
    void nothing_follows_the_end() {
        String more = "node-c.example.com. 300 A 192.0.2.3";
        assertThrows(NoResponse.class, () -> take("7", more));
        assertThrows(NoResponse.class, () -> take("9", "7", "9", "9", more));
        assertThrows(NoResponse.class, () -> take("9", more, "9", more));
        assertThrows(NoResponse.class, () -> take("9", more, "8"), "another serial");
        assertThrows(NoResponse.class, () -> take(more), "no SOA first");
    }

    @Test
    void records_of_other_zones_do_not_count() throws NoResponse {
        assertEquals(
                "example.com. 300 IN SOA ns1. host. 9\n",
                text(take("9", "host.example.net. 300 A 192.0.2.3", "9")));
    }
}
