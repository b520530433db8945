package dev.wgmesh.serve;

import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneAnswer;
import java.util.ArrayList;
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
    private final ServedZone zone;

    private HostAddressCheck(ServedZone zone) {
        this.zone = zone;
    }

    /** Throws a refusal if the changes make a host without an address. */
    static void require(ServedZone before, List<RRsetChange> changes) throws RcodeException {
        var after = new HostAddressCheck(before.with(changes));
        Set<Record> known = new HashSet<>(new HostAddressCheck(before).serversWithoutAddress());
        var suspects = new ArrayList<>(after.serversWithoutAddress());
        for (RRsetChange change : changes) {
            if (change.question().type() == Type.MX) {
                change.addedRecords().stream().filter(after::lacksAddress).forEach(suspects::add);
            }
        }
        for (Record record : suspects) {
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

    private List<Record> serversWithoutAddress() {
        return zone.rrset(new Question(zone.apex(), Type.NS)).stream()
                .flatMap(set -> set.dnsRecords().stream())
                .filter(this::lacksAddress)
                .toList();
    }

    private boolean lacksAddress(Record record) {
        return host(record).filter(this::lacksAddress).isPresent();
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
