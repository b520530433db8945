package dev.wgmesh.validate;

import java.util.stream.Stream;

/** A check for one kind of fault of a mesh or its zone. Holds no state and does no I/O. */
public interface Rule {
    /** Returns the id, level and explanation of the rule. */
    RuleInfo info();

    /**
     * Returns a finding for each fault, in any order; empty: no fault, or nothing could be read.
     */
    Stream<Finding> check(ValidationContext in);

    /** Returns a finding of the rule's own level. */
    default Finding finding(FindingLocation where, String what, String fix) {
        return finding(info().level(), where, what, fix);
    }

    /** Returns a finding of a level that depends on the case. */
    default Finding finding(Level level, FindingLocation where, String what, String fix) {
        return new Finding(info(), level, where, what, fix);
    }
}
