package dev.wgmesh.provision;

import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import java.time.Duration;
import java.util.Optional;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/** How long a cache may remember that a name is not there (RFC 2308, section 5). */
final class NegativeTtl {
    private NegativeTtl() {}

    /** Returns the lesser of the SOA's TTL and its last field; empty where the SOA was not read. */
    static Optional<Duration> of(ZoneContents zone) {
        return zone.rrset(new Question(zone.apex(), Type.SOA))
                .map(set -> (SOARecord) set.dnsRecords().getFirst())
                .map(soa -> Duration.ofSeconds(Math.min(soa.getTTL(), soa.getMinimum())));
    }
}
