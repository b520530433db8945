package dev.wgmesh.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

class LargeZoneEditTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 4);
    private static final String HEAD =
            """
            $TTL 300
            @ SOA ns1 hostmaster 7 3600 600 604800 300
            _p2p TXT "node-a.example.com"
            _wireguard.node-a A 10.0.0.1
            """;

    private static String zone(int records) {
        return HEAD
                + IntStream.range(0, records)
                        .mapToObj(i -> "h" + i + " A 192.0.2." + i % 256 + "\n")
                        .collect(Collectors.joining());
    }

    private static ZoneEdit edit(ZoneText zone) {
        Name owner = Question.name("_wireguard.node-b.example.com");
        Record key = new TXTRecord(owner, DClass.IN, 300, "key");
        return ZoneEdit.of(
                zone, new TreeMap<>(Map.of(new Question(owner, Type.TXT), List.of(key))), TODAY);
    }

    @Test
    void a_record_is_added_to_a_large_zone_octet_for_octet() {
        String text = zone(5_000);
        String edited = edit(TestZoneFiles.read(text)).texts().firstEntry().getValue();
        int end = edited.indexOf("h0 ");
        assertEquals(
                HEAD.replace("hostmaster 7", "hostmaster 8") + "_wireguard.node-b TXT \"key\"\n",
                edited.substring(0, end));
        assertTrue(text.endsWith(edited.substring(end)));
    }

    @Test
    void an_edit_of_a_large_zone_reads_only_the_entries_that_it_concerns() {
        long perRecord = (allocated(9_000) - allocated(1_000)) / 8_000;
        assertTrue(perRecord < 150, perRecord + " octets allocated a record");
    }

    private static long allocated(int records) {
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ZoneText zone = TestZoneFiles.read(zone(records));
        long least = Long.MAX_VALUE;
        for (int run = 0; run < 5; run++) {
            long before = thread.getCurrentThreadAllocatedBytes();
            edit(zone);
            least = Math.min(least, thread.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
