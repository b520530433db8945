package dev.wgmesh.render;

/** The keys of a state file that have another name in another version. */
record StateKeyNames(
        String owned,
        String ownsInterface,
        String localAddresses,
        String heldRemovals,
        String acceptedClaims,
        String writtenAt,
        String handshakeBefore) {
    static final StateKeyNames VERSION_1 =
            new StateKeyNames(
                    "ours",
                    "interfaceMade",
                    "surroundings",
                    "shortList",
                    "held",
                    "written",
                    "handshake");
    static final StateKeyNames VERSION_2 =
            new StateKeyNames(
                    "owned",
                    "ownsInterface",
                    "localAddresses",
                    "heldRemovals",
                    "acceptedClaims",
                    "writtenAt",
                    "handshakeBefore");
}
