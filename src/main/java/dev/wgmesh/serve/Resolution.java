package dev.wgmesh.serve;

import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneAnswer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * The answer of the served zones to one question, with aliases followed within these zones (RFC
 * 1034, section 4.3.2). The rcode is that of the last name (RFC 6604).
 */
final class Resolution {
    /** The most aliases followed, as in BIND. */
    private static final int MAX_ALIASES = 16;

    private final ServedZones zones;
    private final List<Record> answer = new ArrayList<>();
    private final List<Record> authority = new ArrayList<>();
    private final List<Record> additional = new ArrayList<>();
    private final Set<Name> seen = new HashSet<>();
    private int rcode = Rcode.NOERROR;
    private boolean authoritative;

    private Resolution(ServedZones zones) {
        this.zones = zones;
    }

    static Resolution of(ServedZones zones, Question question) {
        var resolution = new Resolution(zones);
        resolution.resolve(question);
        return resolution;
    }

    List<Record> answer() {
        return answer;
    }

    List<Record> authority() {
        return authority;
    }

    List<Record> additional() {
        return additional;
    }

    int rcode() {
        return rcode;
    }

    /** Returns whether the first name is in a served zone and not delegated. */
    boolean isAuthoritative() {
        return authoritative;
    }

    private void resolve(Question question) {
        Optional<Question> next = Optional.of(question);
        for (int names = 0; names <= MAX_ALIASES && next.isPresent(); names++) {
            Question asked = next.get();
            if (!seen.add(asked.owner())) {
                return;
            }
            Optional<ServedZone> zone = zones.zoneFor(asked);
            if (zones.isBroken(asked.owner())) {
                rcode = Rcode.SERVFAIL;
                return;
            }
            if (zone.isEmpty()) {
                rcode = names == 0 ? Rcode.REFUSED : Rcode.NOERROR;
                return;
            }
            next = step(zone.get(), asked, names == 0);
        }
    }

    /** Adds the zone's answer; returns the target of an alias. */
    private Optional<Question> step(ServedZone zone, Question asked, boolean first) {
        ZoneAnswer found = zone.answer(asked);
        authoritative |= first && !(found instanceof ZoneAnswer.Delegation);
        return switch (found) {
            case ZoneAnswer.Records(RRset set) -> {
                answer.addAll(set.dnsRecords());
                if (asked.type() == Type.NS) {
                    addresses(zone, set);
                }
                yield Optional.empty();
            }
            case ZoneAnswer.Cname cname -> {
                answer.addAll(cname.set().dnsRecords());
                yield asked.type() == Type.ANY
                        ? Optional.empty()
                        : Optional.of(new Question(cname.target(), asked.type()));
            }
            case ZoneAnswer.Dname dname -> redirected(dname, asked);
            case ZoneAnswer.Delegation(RRset servers) -> {
                refer(zone, servers);
                yield Optional.empty();
            }
            case ZoneAnswer.Opaque _ -> {
                rcode = Rcode.SERVFAIL;
                yield Optional.empty();
            }
            case ZoneAnswer.NoData _ -> {
                if (asked.type() != Type.ANY || !any(zone, asked.owner())) {
                    negative(zone);
                }
                yield Optional.empty();
            }
            case ZoneAnswer.NxDomain _ -> {
                rcode = Rcode.NXDOMAIN;
                negative(zone);
                yield Optional.empty();
            }
        };
    }

    private Optional<Question> redirected(ZoneAnswer.Dname dname, Question asked) {
        Record record = dname.set().dnsRecords().getFirst();
        answer.addAll(dname.set().dnsRecords());
        Optional<Name> target = dname.target(asked.owner());
        if (target.isEmpty()) {
            rcode = Rcode.YXDOMAIN;
            return Optional.empty();
        }
        answer.add(
                new CNAMERecord(asked.owner(), record.getDClass(), record.getTTL(), target.get()));
        return asked.type() == Type.CNAME || asked.type() == Type.ANY
                ? Optional.empty()
                : Optional.of(new Question(target.get(), asked.type()));
    }

    private void refer(ServedZone zone, RRset servers) {
        authority.addAll(servers.dnsRecords());
        addresses(zone, servers);
    }

    /** Adds the zone's addresses of the servers, such as glue at a zone cut. */
    private void addresses(ServedZone zone, RRset servers) {
        for (Record server : servers.dnsRecords()) {
            Name host = ((NSRecord) server).getTarget();
            for (int type : List.of(Type.A, Type.AAAA)) {
                zone.rrset(new Question(host, type))
                        .ifPresent(found -> additional.addAll(found.dnsRecords()));
            }
        }
    }

    /** Adds every RRset of a name or its wildcard; returns false if there is none. */
    private boolean any(ServedZone zone, Name owner) {
        for (int type : zone.types(owner)) {
            if (zone.answer(new Question(owner, type)) instanceof ZoneAnswer.Records(RRset set)) {
                answer.addAll(set.dnsRecords());
            }
        }
        return !answer.isEmpty();
    }

    /** Adds the SOA with the TTL of a negative answer (RFC 2308, sections 3 and 5). */
    private void negative(ServedZone zone) {
        SOARecord soa = zone.soa();
        long ttl = Math.min(soa.getTTL(), soa.getMinimum());
        authority.add(
                new SOARecord(
                        soa.getName(),
                        soa.getDClass(),
                        ttl,
                        soa.getHost(),
                        soa.getAdmin(),
                        soa.getSerial(),
                        soa.getRefresh(),
                        soa.getRetry(),
                        soa.getExpire(),
                        soa.getMinimum()));
    }
}
