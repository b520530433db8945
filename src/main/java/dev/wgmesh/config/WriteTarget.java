package dev.wgmesh.config;

import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;

/** Where the records of a zone are written. */
public sealed interface WriteTarget {
    /** To the place that hosts the zone; it is read from there too. */
    record Hosted(ZoneProvider provider) implements WriteTarget {}

    /** Nowhere: a flag asks to print them. */
    record Printed() implements WriteTarget {}

    /**
     * Nowhere, since no place speaks for the zone: they are printed, and the exit code is 2.
     *
     * @param problem names the zone, and what to give
     */
    record Nowhere(Problem problem) implements WriteTarget {}
}
