package dev.wgmesh.zone;

import dev.wgmesh.problem.Problem;

/**
 * A part of a zone file that could not be read; the reader continues after it.
 *
 * @param what is wrong
 * @param fix correct form
 * @param include whether an {@code $INCLUDE} is missing or outside the folder
 */
public record SyntaxError(FilePosition place, String what, String fix, boolean include) {
    /** Keeps at most 60 characters of each text that the message quotes. */
    public SyntaxError {
        what = Problem.of("", what).what();
    }

    /** Returns the error with its position: {@code zones/example.com.zone:12:5: ...}. */
    public Problem problem() {
        return new Problem(place + ":" + place.column(), what, fix);
    }
}
