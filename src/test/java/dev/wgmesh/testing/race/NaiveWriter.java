package dev.wgmesh.testing.race;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.zone.MeshRecords;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Joins as made by hand: reads the list, adds a line, replaces the whole list. */
final class NaiveWriter {
    private static final MeshRecords RECORDS = new MeshRecords(Duration.ofSeconds(300));

    private NaiveWriter() {}

    static RaceCount write(RaceTarget place, List<RaceCommand> joins) throws IOException {
        for (RaceCommand join : joins) {
            RaceTarget.UnconditionalWrite writer = place.unconditionalWrite().orElseThrow();
            writer.write(joined(writer.zone(), join.host()));
        }
        return new RaceCount(joins.size(), 0, List.of());
    }

    private static List<RRset> joined(ZoneContents zone, HostName host) {
        var records = new ArrayList<Record>();
        zone.rrset(Question.of(RaceMesh.MESH.text(), Type.TXT))
                .ifPresent(list -> records.addAll(list.dnsRecords()));
        records.add(RECORDS.entry(RaceMesh.MESH, host));
        records.add(RECORDS.key(host, RaceMesh.key(host)));
        records.addAll(RECORDS.addresses(OwnerNames.wireguard(host), List.of(free(zone))));
        return MeshRecords.rrsets(records);
    }

    private static IpAddress free(ZoneContents zone) {
        var used = new TreeSet<String>();
        zone.records().stream()
                .filter(record -> record.record().getType() == Type.A)
                .forEach(record -> used.add(record.record().rdataToString()));
        int last = 1;
        while (used.contains("10.0.0." + last)) {
            last++;
        }
        return IpAddress.of("10.0.0." + last);
    }
}
