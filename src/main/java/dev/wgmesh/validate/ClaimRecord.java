package dev.wgmesh.validate;

import dev.wgmesh.model.Prefix;
import dev.wgmesh.zone.ZoneRecord;
import java.util.Comparator;

/** A prefix that a member claims by a record: a mesh address, or a net behind it. */
public record ClaimRecord(ListedMember member, Prefix prefix, ZoneRecord record) {
    /** The widest first, so that a prefix comes before all that it holds. */
    public static final Comparator<ClaimRecord> OUTER_FIRST =
            Comparator.comparing(ClaimRecord::prefix).thenComparing(claim -> claim.member().name());

    public FindingLocation spot() {
        return FindingLocation.of(record).member(member.name());
    }

    /** An address without its length, a net with it. */
    @Override
    public String toString() {
        return prefix.isHost() ? prefix.network().toString() : prefix.toString();
    }
}
