package dev.wgmesh.diagnosis;

/** What a rule of nftables does with a packet that fits. */
public sealed interface FilterVerdict {
    /** This chain lets it pass. */
    record Accept() implements FilterVerdict {}

    /** It is dropped or rejected. */
    record Drop() implements FilterVerdict {}

    /** The rules of another chain decide, and then those behind this one. */
    record Jump(String chain) implements FilterVerdict {}

    /** The rules of another chain decide, and then the policy. */
    record Goto(String chain) implements FilterVerdict {}

    /** The rules behind the jump decide. */
    record Return() implements FilterVerdict {}

    /** The next rule decides: it counts or logs. */
    record Continue() implements FilterVerdict {}
}
