package dev.wgmesh.validate;

import java.util.stream.Stream;

/** One thing that can be wrong with a mesh or its zone. Holds no state and does no I/O. */
public interface Rule {
    /** What it is. */
    RuleInfo about();

    /** Every place where it is broken, in any order; empty: all is well, or nothing is known. */
    Stream<Finding> check(Inspection in);

    /** A finding of the rule's own level. */
    default Finding finding(FindingLocation where, String what, String fix) {
        return finding(about().level(), where, what, fix);
    }

    /** A finding of a level that depends on what was found. */
    default Finding finding(Level level, FindingLocation where, String what, String fix) {
        return new Finding(about(), level, where, what, fix);
    }
}
