package dev.wgmesh.validate;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TxtStrings;
import dev.wgmesh.zone.ZoneRecord;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.TXTRecord;

/** Text and addresses of records. */
public final class RecordTexts {
    private RecordTexts() {}

    /** Returns the text of a TXT record; empty for another type. */
    public static String of(ZoneRecord record) {
        return record.record() instanceof TXTRecord txt ? TxtStrings.of(txt) : "";
    }

    /**
     * Returns the address of an A or AAAA record; throws IllegalArgumentException for another type.
     */
    public static IpAddress address(ZoneRecord record) {
        return switch (record.record()) {
            case ARecord a -> IpAddress.of(a.getAddress().getAddress());
            case AAAARecord aaaa -> IpAddress.of(aaaa.getAddress().getAddress());
            default -> throw new IllegalArgumentException(record.question().toString());
        };
    }

    /** Returns the records of an answer, in file order; none where absent or failed. */
    public static Stream<ZoneRecord> records(DnsAnswer<RRset> answer) {
        return answer.found().stream().flatMap(set -> set.records().stream());
    }
}
