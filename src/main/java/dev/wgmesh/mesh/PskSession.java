package dev.wgmesh.mesh;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The session of a peer, and the preshared keys that the peer may have.
 *
 * @param isNew whether the peer is to be added
 * @param present what it has; empty: a foreign one, or the peer is new
 * @param handshake time of the last one; empty: never
 * @param given what this process gave the peer; empty: not known
 * @param candidates what the peer may have, the least first
 */
record PskSession(
        boolean isNew,
        Optional<PskChoice> present,
        Optional<Instant> handshake,
        Optional<PskUse> given,
        List<PskChoice> candidates) {
    PskChoice least() {
        return candidates.getFirst();
    }

    PskChoice best() {
        return candidates.getLast();
    }

    /** Returns what made the session; empty: not known. */
    Optional<PskChoice> base() {
        return given.flatMap(
                        it -> it.isSessionOf(handshake) ? Optional.of(it.choice()) : it.before())
                .filter(candidates::contains);
    }

    PskUse use(PskChoice choice, Instant now) {
        return given.filter(it -> it.choice().equals(choice))
                .orElseGet(() ->
                        new PskUse(
                                choice, now, isNew ? Optional.of(least()) : before(choice), isNew));
    }

    private Optional<PskChoice> before(PskChoice choice) {
        if (present.equals(Optional.of(choice))) {
            return base();
        }
        return base().or(() -> choice.equals(least()) ? Optional.of(choice) : present);
    }
}
