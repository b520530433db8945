package dev.wgmesh.validate;

import dev.wgmesh.model.Prefix;
import dev.wgmesh.zone.ZoneRecord;
import java.util.Comparator;
import org.xbill.DNS.Type;

/** A prefix that a member claims by a record: a mesh address, or a net behind it. */
public record ClaimRecord(ListedMember member, Prefix prefix, ZoneRecord record) {
    /** Orders wide prefixes first, so that a prefix comes before all that it contains. */
    public static final Comparator<ClaimRecord> OUTER_FIRST =
            Comparator.comparing(ClaimRecord::prefix).thenComparing(claim -> claim.member().name());

    /** Returns whether it is a mesh address, not a net behind the member. */
    public boolean isAddress() {
        int type = record.record().getType();
        return type == Type.A || type == Type.AAAA;
    }

    /** Returns the location of the record, with the member. */
    public FindingLocation location() {
        return FindingLocation.of(record).withMember(member.name());
    }

    /** Returns an address without its prefix length, a net with it. */
    @Override
    public String toString() {
        return prefix.isHost() ? prefix.network().toString() : prefix.toString();
    }
}
