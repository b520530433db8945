package dev.wgmesh.serve;

import dev.wgmesh.zone.ZoneContents;

/** Applies updates to served zones. */
interface Updates {
    /**
     * Applies a request completely or not at all; when it returns, the changed zone is served.
     *
     * @param zone as it is served now
     * @param purpose one line for the log and the receipt
     */
    Done apply(ZoneContents zone, UpdateRequest request, String purpose) throws Refusal;

    /**
     * The result of an update.
     *
     * @param serial of the zone after the update
     * @param sets the number of changed RRsets
     */
    record Done(long serial, int sets) {}
}
