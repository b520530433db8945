package dev.wgmesh.mesh;

/** Why two members that are not on one local network meet directly, or do not. */
enum PairCause {
    PUBLIC(Reachability.Kind.PUBLIC, "one of them has a public endpoint", ""),
    OBSERVED(Reachability.Kind.OBSERVED, "each learns the endpoint of the other", ""),
    NO_COMMON_FAMILY(
            Reachability.Kind.NONE,
            "no address family in common",
            "no address family in common, and no relay"),
    SYMMETRIC_NAT(
            Reachability.Kind.NONE,
            "symmetric NAT",
            "no public endpoint at either side, a symmetric NAT, and no relay"),
    NO_OBSERVER(
            Reachability.Kind.NONE,
            "no public endpoint at either side",
            "no public endpoint at either side, and no observer"),
    FAMILY_NOT_PUBLISHED(
            Reachability.Kind.NONE,
            "",
            "this node has no route of their address family, and its records do not say so");

    private final Reachability.Kind kind;
    private final String reason;
    private final String withoutRelay;

    PairCause(Reachability.Kind kind, String reason, String withoutRelay) {
        this.kind = kind;
        this.reason = reason;
        this.withoutRelay = withoutRelay;
    }

    /** Returns how they meet without a relay. */
    Reachability.Kind kind() {
        return kind;
    }

    /** Returns the cause in words, the end of a sentence about the pair. */
    String reason() {
        return reason;
    }

    /** Returns the cause in words where there is no relay either. */
    String withoutRelay() {
        return withoutRelay;
    }

    /** Returns the option of {@code wg-mesh set} by which a public member helps. */
    String option() {
        return this == NO_OBSERVER ? "--observe" : "--relay";
    }
}
