package dev.wgmesh.provider.server;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.List;

/**
 * What a server did instead of what it was asked for.
 *
 * @param what it did, as what follows its address in a sentence
 * @param fix what to do about it
 */
record DnsServerFault(Failure.Kind kind, String what, String fix) {
    static DnsServerFault unreadable(String what, String fix) {
        return new DnsServerFault(Failure.Kind.UNREADABLE, what, fix);
    }

    static DnsServerFault refused(String what, String fix) {
        return new DnsServerFault(Failure.Kind.REFUSED, what, fix);
    }

    /** Returns the same, met while reading. */
    DnsServerFault unreadable() {
        return unreadable(what, fix);
    }

    Problem at(ServerAccess place) {
        return new Problem(place.shown(), what, fix);
    }

    Failure failure(ServerAccess place) {
        return new Failure(kind, List.of(at(place)));
    }
}
