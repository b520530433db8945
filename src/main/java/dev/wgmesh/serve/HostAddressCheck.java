package dev.wgmesh.serve;

import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneAnswer;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Checks that an update leaves no name server of the zone, and no target of an added MX record,
 * without an address in the zone. BIND refuses both.
 */
final class HostAddressCheck {
    private final ZoneContents zone;

    private HostAddressCheck(ZoneContents zone) {
        this.zone = zone;
    }

    /** Throws a refusal if a host without an address is new. */
    static void require(ZoneContents before, ZoneContents after) throws RcodeException {
        Set<Record> known = new HashSet<>(new HostAddressCheck(before).withoutAddress());
        for (ZoneRecord record : before.records()) {
            if (record.record().getType() == Type.MX) {
                known.add(record.record());
            }
        }
        for (Record record : new HostAddressCheck(after).withoutAddress()) {
            if (!known.contains(record)) {
                throw new RcodeException(
                        Rcode.REFUSED,
                        UpdateRequest.text(record)
                                + " points to "
                                + host(record).map(name -> name.toString(true)).orElse("")
                                + ", which has no address in the zone");
            }
        }
    }

    private List<Record> withoutAddress() {
        return zone.records().stream()
                .map(ZoneRecord::record)
                .filter(record -> record.getType() == Type.MX || isApexNs(record))
                .filter(record -> host(record).filter(this::lacksAddress).isPresent())
                .toList();
    }

    private boolean isApexNs(Record record) {
        return record.getType() == Type.NS && record.getName().equals(zone.apex());
    }

    private static Optional<Name> host(Record record) {
        return switch (record) {
            case NSRecord server -> Optional.of(server.getTarget());
            case MXRecord exchange -> Optional.of(exchange.getTarget());
            default -> Optional.empty();
        };
    }

    /**
     * Returns whether a host in the zone has no address; other and delegated names are not checked.
     */
    private boolean lacksAddress(Name host) {
        return host.subdomain(zone.apex())
                && !hasAddress(host, Type.A)
                && !hasAddress(host, Type.AAAA);
    }

    private boolean hasAddress(Name host, int type) {
        return switch (zone.answer(new Question(host, type))) {
            case ZoneAnswer.Records _ -> true;
            case ZoneAnswer.Delegation _ -> true;
            case ZoneAnswer.Opaque _ -> true;
            case ZoneAnswer.Cname _ -> false;
            case ZoneAnswer.Dname _ -> false;
            case ZoneAnswer.NoData _ -> false;
            case ZoneAnswer.NxDomain _ -> false;
        };
    }
}
