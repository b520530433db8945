package dev.wgmesh.provider.server;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.List;

/**
 * What a server did instead of what it was asked for.
 *
 * @param what it did, as what follows its address in a sentence
 * @param mend what to do about it
 */
record UpdateFault(Failure.Kind kind, String what, String mend) {
    static UpdateFault unreadable(String what, String mend) {
        return new UpdateFault(Failure.Kind.UNREADABLE, what, mend);
    }

    static UpdateFault refused(String what, String mend) {
        return new UpdateFault(Failure.Kind.REFUSED, what, mend);
    }

    /** The same, met while reading. */
    UpdateFault unreadable() {
        return unreadable(what, mend);
    }

    Problem at(ServerLocation place) {
        return new Problem(place.shown(), what, mend);
    }

    Failure failure(ServerLocation place) {
        return new Failure(kind, List.of(at(place)));
    }
}
