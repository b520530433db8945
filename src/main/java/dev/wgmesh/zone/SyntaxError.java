package dev.wgmesh.zone;

import dev.wgmesh.problem.Problem;

/**
 * A part of a zone file that could not be read; reading went on after it.
 *
 * @param what is wrong with it
 * @param fix how to write it instead
 * @param include whether it is about an {@code $INCLUDE} that is missing or outside the folder
 */
public record SyntaxError(FilePosition place, String what, String fix, boolean include) {
    /** The finding as a person is told it: {@code zones/example.com.zone:12:5: ...}. */
    public Problem problem() {
        return new Problem(place + ":" + place.column(), what, fix);
    }
}
