package dev.wgmesh.plan;

import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;

/** What must still hold in the zone when a plan is committed (RFC 2136, section 2.4). */
public sealed interface Condition {
    /** The RRset is there with exactly this rdata, as the server sent it. */
    record RRsetExists(RRset set) implements Condition {
        @Override
        public Question question() {
            return set.question();
        }
    }

    /** No RRset of this owner and type is there. */
    record RRsetAbsent(Question question) implements Condition {}

    /** Returns the condition that the RRset of the question is as the zone holds it now. */
    static Condition unchanged(ZoneContents zone, Question question) {
        return zone.rrset(question)
                .<Condition>map(RRsetExists::new)
                .orElseGet(() -> new RRsetAbsent(question));
    }

    /** Returns the owner and type of the RRset. */
    Question question();
}
