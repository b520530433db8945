package dev.wgmesh.zone;

import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * A name of a zone with the answers that a server of the zone gives about it (RFC 1034 section
 * 4.3.2, RFC 4592). The name is looked up once for all types.
 */
public final class ZoneNode {
    private static final Name WILDCARD = Name.fromConstantString("*");

    private final ZoneLookup zone;
    private final Name owner;
    private final Optional<ZoneAnswer> cut;
    private final Name source;
    private final Optional<OwnerRecords> records;

    /**
     * Makes a node.
     *
     * @param cut the answer of a delegation or DNAME record at or above the name
     * @param source the name itself, or the wildcard that has its records
     */
    private ZoneNode(
            ZoneLookup zone,
            Name owner,
            Optional<ZoneAnswer> cut,
            Name source,
            Optional<OwnerRecords> records) {
        this.zone = zone;
        this.owner = owner;
        this.cut = cut;
        this.source = source;
        this.records = records;
    }

    /**
     * Looks up a name.
     *
     * @throws IllegalArgumentException where the name is not in the zone
     */
    static ZoneNode of(ZoneLookup zone, Name owner) {
        if (!owner.subdomain(zone.apex())) {
            throw new IllegalArgumentException(owner + " is not in " + zone.apex());
        }
        Optional<ZoneAnswer> cut = zone.mayHaveCuts() ? cut(zone, owner) : Optional.empty();
        Optional<OwnerRecords> own = zone.owner(owner);
        if (own.isPresent() || cut.isPresent() || !zone.mayHaveWildcards()) {
            return new ZoneNode(zone, owner, cut, owner, own);
        }
        Name wildcard = wildcard(zone, owner);
        return new ZoneNode(zone, owner, cut, wildcard, zone.owner(wildcard));
    }

    /** Returns the answer of the first delegation or DNAME record on the way down to the name. */
    private static Optional<ZoneAnswer> cut(ZoneLookup zone, Name owner) {
        Name apex = zone.apex();
        for (int labels = apex.labels(); labels <= owner.labels(); labels++) {
            Name at = labels == owner.labels() ? owner : new Name(owner, owner.labels() - labels);
            if (!zone.mayBeCut(at)) {
                continue;
            }
            Optional<RRset> servers = zone.rrset(new Question(at, Type.NS));
            if (servers.isPresent() && !at.equals(apex)) {
                return servers.map(ZoneAnswer.Delegation::new);
            }
            Optional<RRset> dname = zone.rrset(new Question(at, Type.DNAME));
            if (dname.isPresent() && !at.equals(owner)) {
                return dname.map(ZoneAnswer.Dname::new);
            }
        }
        return Optional.empty();
    }

    /** Returns the wildcard of the closest encloser, there or not (RFC 4592, section 3.3.1). */
    private static Name wildcard(ZoneLookup zone, Name owner) {
        Name encloser = new Name(owner, 1);
        while (!zone.exists(encloser) && !encloser.equals(zone.apex())) {
            encloser = new Name(encloser, 1);
        }
        return OwnerNames.below(WILDCARD, encloser);
    }

    /** Returns the answer of a type, before following aliases and delegations. */
    public ZoneAnswer answer(int type) {
        if (cut.isPresent() && !(type == Type.DS && isDelegation())) {
            return cut.get();
        }
        if (records.isEmpty()) {
            return new ZoneAnswer.NxDomain();
        }
        if (zone.mayHaveOpaque()) {
            Optional<OpaqueRecord> unreadable = zone.opaque(new Question(source, type));
            if (unreadable.isPresent()) {
                return new ZoneAnswer.Opaque(unreadable.get());
            }
        }
        Optional<RRset> set = records.get().rrset(type);
        if (set.isPresent()) {
            return own(new ZoneAnswer.Records(set.get()));
        }
        Optional<RRset> alias = records.get().rrset(Type.CNAME);
        return alias.isPresent() ? own(new ZoneAnswer.Cname(alias.get())) : new ZoneAnswer.NoData();
    }

    /** Returns an answer of the source as one of the name. */
    private ZoneAnswer own(ZoneAnswer answer) {
        return source.equals(owner) ? answer : answer.withOwner(owner);
    }

    /** Returns whether the name itself is delegated: its DS records are those of this zone. */
    private boolean isDelegation() {
        return cut.filter(ZoneAnswer.Delegation.class::isInstance)
                .map(ZoneAnswer.Delegation.class::cast)
                .filter(delegation -> delegation.servers().question().owner().equals(owner))
                .isPresent();
    }
}
