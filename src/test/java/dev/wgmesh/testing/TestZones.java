package dev.wgmesh.testing;

import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/** Builds zones for tests. */
public final class TestZones {
    private TestZones() {}

    /** A snapshot of one zone that holds everything, from the root down. */
    public static DnsSnapshot everything(List<RRset> sets) {
        var records = new ArrayList<Record>();
        records.add(
                new SOARecord(
                        Name.root, DClass.IN, 300, Name.root, Name.root, 1, 3600, 900, 86400, 300));
        sets.forEach(set -> records.addAll(set.dnsRecords()));
        return snapshot(".", records);
    }

    /** A snapshot of the zone {@code apex} written as zone-file text without SOA. */
    public static DnsSnapshot text(String apex, String text) {
        String soa = "@ 300 IN SOA ns hostmaster 1 3600 900 86400 300\n";
        try (var master =
                new Master(
                        new ByteArrayInputStream(
                                ("$TTL 300\n" + soa + text).getBytes(StandardCharsets.ISO_8859_1)),
                        Question.name(apex))) {
            var records = new ArrayList<Record>();
            for (Record r = master.nextRecord(); r != null; r = master.nextRecord()) {
                records.add(r);
            }
            return snapshot(apex, records);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private static DnsSnapshot snapshot(String apex, List<Record> records) {
        var zone =
                new ZoneContents(
                        Question.name(apex),
                        "test",
                        records.stream().map(ZoneRecord::of).toList(),
                        List.of());
        return new DnsSnapshot(List.of(zone), Map.of(), Optional.of("not given"));
    }
}
