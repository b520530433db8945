package dev.wgmesh.zone;

import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Record;

/** The answer of a zone to a question, before following aliases and delegations. */
public sealed interface ZoneAnswer {
    /** The RRset of the question. */
    record Records(RRset set) implements ZoneAnswer {}

    /** The name is an alias (RFC 1034, section 3.6.2). */
    record Cname(RRset set) implements ZoneAnswer {
        /** Returns the name that it is an alias of. */
        public Name target() {
            return ((CNAMERecord) set.dnsRecords().getFirst()).getTarget();
        }
    }

    /** A name above has a DNAME record (RFC 6672). */
    record Dname(RRset set) implements ZoneAnswer {
        /**
         * Returns the name that a name below the DNAME is an alias of; empty where that is too long
         * (RFC 6672, section 2.3).
         */
        public Optional<Name> target(Name below) {
            return target((DNAMERecord) set.dnsRecords().getFirst(), below);
        }

        /** Returns the same for a single record. */
        public static Optional<Name> target(DNAMERecord dname, Name below) {
            try {
                return Optional.of(below.fromDNAME(dname));
            } catch (NameTooLongException _) {
                return Optional.empty();
            }
        }
    }

    /** The name is delegated: the NS records of the other zone. */
    record Delegation(RRset servers) implements ZoneAnswer {}

    /** The RRset of the question has a record that cannot be read. */
    record Opaque(OpaqueRecord record) implements ZoneAnswer {}

    /** The name exists, the type does not (RFC 2308, section 2.2). */
    record NoData() implements ZoneAnswer {}

    /** The name does not exist (RFC 2308, section 2.1). */
    record NxDomain() implements ZoneAnswer {}

    /** Returns the answer of a wildcard with {@code owner} as its name. */
    default ZoneAnswer withOwner(Name owner) {
        return switch (this) {
            case Records(RRset set) -> new Records(withOwner(set, owner));
            case Cname(RRset set) -> new Cname(withOwner(set, owner));
            case Dname _, Delegation _, Opaque _, NoData _, NxDomain _ -> this;
        };
    }

    private static RRset withOwner(RRset set, Name owner) {
        return new RRset(
                new Question(owner, set.question().type()),
                set.records().stream()
                        .map(r -> new ZoneRecord(at(owner, r.record()), r.place()))
                        .toList());
    }

    private static Record at(Name owner, Record record) {
        return ZoneRecord.copy(record, owner, record.getTTL());
    }
}
