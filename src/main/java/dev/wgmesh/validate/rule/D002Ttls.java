package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.zone.RRset;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/** An RRset with more than one TTL. */
final class D002Ttls implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "D002",
                Level.ERROR,
                "TTLs differ in an RRset",
                "A TTL belongs to the RRset: servers choose one, or refuse the zone.",
                "RFC 2181, section 5.2");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.sets().stream()
                .filter(set -> set.question().type() != Type.RRSIG)
                .flatMap(this::check);
    }

    private Stream<Finding> check(RRset set) {
        long ttl = set.records().getFirst().record().getTTL();
        return set.records().stream()
                .filter(r -> r.record().getTTL() != ttl)
                .limit(1)
                .map(r ->
                        finding(
                                FindingLocation.of(r),
                                set.question()
                                        + " has TTL "
                                        + r.record().getTTL()
                                        + " here and "
                                        + ttl
                                        + " at "
                                        + set.records().getFirst().where(),
                                "write one TTL for all its records"));
    }
}
