package dev.wgmesh.plan;

import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;

/** One RRset of a zone made, replaced or taken away. */
public sealed interface RRsetChange {
    /** The zone lacks the RRset. */
    record Create(RRset after) implements RRsetChange {}

    /** The zone holds the RRset with other rdata; both are of one question. */
    record Replace(RRset before, RRset after) implements RRsetChange {
        /** Rejects two RRsets of different names or types. */
        public Replace {
            if (!before.question().equals(after.question())) {
                throw new IllegalArgumentException(before.question() + ", " + after.question());
            }
        }
    }

    /** The zone holds an RRset that is to be gone. */
    record Delete(RRset before) implements RRsetChange {}

    /** What names the RRset. */
    default Question question() {
        return switch (this) {
            case Create(RRset after) -> after.question();
            case Replace(_, RRset after) -> after.question();
            case Delete(RRset before) -> before.question();
        };
    }
}
