package dev.wgmesh.zone;

import java.time.Duration;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/** The records of a zone by owner and type, and the answers that its server gives. */
public interface ZoneLookup {
    /** Returns the name of the zone. */
    Name apex();

    /** Returns the RRset at exactly that owner and type, without CNAME, wildcard or delegation. */
    Optional<RRset> rrset(Question question);

    /** Returns the first record at exactly that owner and type whose data cannot be read. */
    Optional<OpaqueRecord> opaque(Question question);

    /**
     * Returns whether a name in the zone has records, or is an empty non-terminal above one that
     * has (RFC 4592, section 2.2.2).
     */
    boolean exists(Name name);

    /** Returns the SOA record, the first of several; empty: none was read. */
    default Optional<SOARecord> soaRecord() {
        return rrset(new Question(apex(), Type.SOA))
                .map(set -> (SOARecord) set.dnsRecords().getFirst());
    }

    /** Returns whether there is exactly one SOA record, without which no server loads a zone. */
    default boolean hasOneSoa() {
        return rrset(new Question(apex(), Type.SOA))
                .filter(set -> set.records().size() == 1)
                .isPresent();
    }

    /**
     * Returns how long a cache may remember that a name does not exist: the lesser of the SOA's TTL
     * and its minimum field (RFC 2308, section 5); empty where the SOA was not read.
     */
    default Optional<Duration> negativeTtl() {
        return soaRecord().map(soa -> Duration.ofSeconds(Math.min(soa.getTTL(), soa.getMinimum())));
    }

    /**
     * Returns whether a name may have NS records below the apex, or DNAME records; false saves
     * looking for them above each name.
     */
    default boolean mayHaveCuts() {
        return true;
    }

    /**
     * Returns the answer of a server of this zone to the question (RFC 1034 section 4.3.2, RFC
     * 4592).
     *
     * @throws IllegalArgumentException where the question's name is not in the zone
     */
    default ZoneAnswer answer(Question question) {
        Name owner = question.owner();
        Name apex = apex();
        if (!owner.subdomain(apex)) {
            throw new IllegalArgumentException(owner + " is not in " + apex);
        }
        for (int labels = apex.labels(); labels <= owner.labels() && mayHaveCuts(); labels++) {
            Name at = new Name(owner, owner.labels() - labels);
            Optional<RRset> servers = rrset(new Question(at, Type.NS));
            if (servers.isPresent()
                    && !at.equals(apex)
                    && !(question.type() == Type.DS && at.equals(owner))) {
                return new ZoneAnswer.Delegation(servers.get());
            }
            Optional<RRset> dname = rrset(new Question(at, Type.DNAME));
            if (dname.isPresent() && !at.equals(owner)) {
                return new ZoneAnswer.Dname(dname.get());
            }
        }
        if (exists(owner)) {
            return at(owner, question.type()).orElseGet(ZoneAnswer.NoData::new);
        }
        return wildcard(question);
    }

    private Optional<ZoneAnswer> at(Name owner, int type) {
        Optional<OpaqueRecord> unreadable = opaque(new Question(owner, type));
        if (unreadable.isPresent()) {
            return unreadable.map(ZoneAnswer.Opaque::new);
        }
        Optional<RRset> set = rrset(new Question(owner, type));
        return set.isPresent()
                ? set.map(ZoneAnswer.Records::new)
                : rrset(new Question(owner, Type.CNAME)).map(ZoneAnswer.Cname::new);
    }

    private ZoneAnswer wildcard(Question question) {
        Name encloser = new Name(question.owner(), 1);
        while (!exists(encloser) && !encloser.equals(apex())) {
            encloser = new Name(encloser, 1);
        }
        Name wild = Question.name("*." + (encloser.equals(Name.root) ? "" : encloser.toString()));
        if (!exists(wild)) {
            return new ZoneAnswer.NxDomain();
        }
        return at(wild, question.type())
                .map(found -> found.withOwner(question.owner()))
                .orElseGet(ZoneAnswer.NoData::new);
    }
}
