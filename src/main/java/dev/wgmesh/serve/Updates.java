package dev.wgmesh.serve;

import dev.wgmesh.zone.ZoneContents;

/** Carries out updates of the zones that are served. */
interface Updates {
    /**
     * Does all that the request asks, or nothing of it; once it returns, the zone is served so.
     *
     * @param zone as it is served now
     * @param purpose a line for a person
     */
    Done take(ZoneContents zone, UpdateRequest request, String purpose) throws Refusal;

    /**
     * That it was done.
     *
     * @param serial of the zone after it
     * @param sets RRsets that were changed; 0: there was nothing to do
     */
    record Done(long serial, int sets) {}
}
