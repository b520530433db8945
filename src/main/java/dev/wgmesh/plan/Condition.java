package dev.wgmesh.plan;

import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;

/** What must still hold in the zone when a plan is committed (RFC 2136, section 2.4). */
public sealed interface Condition {
    /** The RRset is there with exactly this rdata, as the server sent it. */
    record Holds(RRset set) implements Condition {
        @Override
        public Question question() {
            return set.question();
        }
    }

    /** No RRset of this owner and type is there. */
    record Lacks(Question question) implements Condition {}

    /** What names the RRset. */
    Question question();
}
