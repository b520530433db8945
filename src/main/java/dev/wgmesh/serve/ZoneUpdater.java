package dev.wgmesh.serve;

/** Applies updates to served zones. */
interface ZoneUpdater {
    /**
     * Applies a request completely or not at all; when it returns, the changed zone is served.
     *
     * @param zone as it is served now
     * @param purpose one line for the log and the receipt
     */
    UpdateResult apply(ServedZone zone, UpdateRequest request, String purpose)
            throws RcodeException;

    /**
     * The result of an update.
     *
     * @param serial of the zone after the update
     * @param sets the number of changed RRsets
     */
    record UpdateResult(long serial, int sets) {}
}
