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

    /** Returns whether a record may be {@linkplain #opaque opaque}; false: none is. */
    default boolean mayHaveOpaque() {
        return true;
    }

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
     * Returns the records of exactly that name, without wildcard or delegation; empty where it does
     * not {@linkplain #exists exist}.
     */
    default Optional<OwnerRecords> owner(Name name) {
        return exists(name)
                ? Optional.of(type -> rrset(new Question(name, type)))
                : Optional.empty();
    }

    /** Returns whether a name may {@linkplain #mayBeCut be a cut}; false: none is. */
    default boolean mayHaveCuts() {
        return true;
    }

    /**
     * Returns whether the name may have NS records below the apex, or DNAME records; false saves
     * looking for them.
     */
    default boolean mayBeCut(Name name) {
        return true;
    }

    /** Returns whether a name may begin with the label {@code *}; false: none does. */
    default boolean mayHaveWildcards() {
        return true;
    }

    /**
     * Returns the answers of a server of this zone about a name.
     *
     * @throws IllegalArgumentException where the name is not in the zone
     */
    default ZoneNode node(Name owner) {
        return ZoneNode.of(this, owner);
    }

    /**
     * Returns the answer of a server of this zone to the question.
     *
     * @throws IllegalArgumentException where the question's name is not in the zone
     */
    default ZoneAnswer answer(Question question) {
        return node(question.owner()).answer(question.type());
    }
}
