package dev.wgmesh.config;

import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;

/** Where the records of a zone are written. */
public sealed interface WriteTarget {
    /** The host of the zone, where the zone is read too. */
    record Provider(ZoneProvider provider) implements WriteTarget {}

    /** Standard output: a flag asks to print the records. */
    record Stdout() implements WriteTarget {}

    /**
     * No target: no location hosts the zone. The records are printed, and the exit code is 2.
     *
     * @param problem names the zone and the flags to give
     */
    record Unknown(Problem problem) implements WriteTarget {}
}
