package dev.wgmesh.mesh;

import dev.wgmesh.keys.PskSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Chooses, of the preshared keys that a peer may have, the one for now.
 *
 * <p>A changed key leaves the session alone and is used at the next handshake. That begins at the
 * age of 120 s, as soon as a packet is sent, is tried again every 5 s, and the session ends at 180
 * s. Both ends know the age of their session, whatever their clocks show: at the age of 100 s both
 * try the better key, and at 140 s what made the session is back, with 40 s left. See decision 9.
 */
final class PskSchedule {
    /** The age of a session from which the better key is tried. */
    private static final Duration TRY_FROM = Duration.ofSeconds(100);

    /** The age of a session from which its own key is used again. */
    private static final Duration TRY_UNTIL = Duration.ofSeconds(140);

    /** The time that a new peer has to show its key; without a session, the time of each turn. */
    private static final Duration TURN = Duration.ofSeconds(15);

    /** Turns of a minute without a session: the present key, the next, the last one used, none. */
    private static final int TURNS = 4;

    /** Both ends see a handshake within seconds of each other; most are in one such interval. */
    private static final int SECONDS_ALIKE = 8;

    private final PresharedKeys keys;
    private final boolean watch;
    private final Instant now;

    PskSchedule(PresharedKeys keys, boolean watch, Instant now) {
        this.keys = keys;
        this.watch = watch;
        this.now = now;
    }

    /** What is chosen now, and until when. */
    record Turn(PskChoice choice, Optional<Instant> until) {}

    /** Returns what a peer gets now. */
    Turn of(PskSession peer) {
        if (peer.candidates().size() == 1) {
            return new Turn(peer.least(), Optional.empty());
        }
        if (peer.isNew()) {
            return new Turn(peer.best(), Optional.of(now.plus(TURN)));
        }
        Optional<Instant> handshake = peer.handshake();
        if (!watch) {
            return new Turn(single(peer), Optional.empty());
        }
        if (handshake.filter(at -> age(at).compareTo(PeerSession.SESSION_END) < 0).isPresent()) {
            return live(peer, handshake.get());
        }
        Optional<Instant> grace =
                peer.given().filter(PskUse::fresh).map(it -> it.since().plus(TURN));
        if (handshake.isEmpty() && grace.filter(now::isBefore).isPresent()) {
            return new Turn(peer.best(), grace);
        }
        return idle(peer);
    }

    private Duration age(Instant handshake) {
        return Duration.between(handshake, now);
    }

    /** Nothing follows a single pass: what is not shown is left where it cuts no session. */
    private PskChoice single(PskSession peer) {
        boolean running =
                peer.handshake().filter(at -> age(at).compareTo(TRY_UNTIL) < 0).isPresent();
        return peer.present()
                .filter(peer.candidates()::contains)
                .filter(_ -> running)
                .orElse(peer.least());
    }

    private Turn live(PskSession peer, Instant handshake) {
        Duration age = age(handshake);
        PskChoice base =
                peer.base()
                        .or(() -> peer.present().filter(peer.candidates()::contains))
                        .orElse(peer.least());
        if (age.compareTo(TRY_FROM) < 0) {
            return new Turn(base, Optional.of(handshake.plus(TRY_FROM)));
        }
        if (age.compareTo(TRY_UNTIL) < 0) {
            return new Turn(better(peer, base, handshake), Optional.of(handshake.plus(TRY_UNTIL)));
        }
        PskChoice safe = peer.base().orElse(peer.least());
        return new Turn(safe, Optional.of(handshake.plus(PeerSession.SESSION_END)));
    }

    /** Returns a better key than that of the session; of two, both ends mostly try the same. */
    private static PskChoice better(PskSession peer, PskChoice base, Instant handshake) {
        List<PskChoice> all = peer.candidates();
        List<PskChoice> better = all.subList(all.indexOf(base) + 1, all.size());
        if (better.isEmpty()) {
            return base;
        }
        long seed = handshake.getEpochSecond() / SECONDS_ALIKE;
        return better.get(new SplittableRandom(seed).nextInt(better.size()));
    }

    /** Without a session nothing can be cut: each key has its turn, by the minute of the clock. */
    private Turn idle(PskSession peer) {
        long turn = Math.floorDiv(now.getEpochSecond(), TURN.toSeconds());
        PskChoice choice = inTurn(peer, turn);
        long next = turn + 1;
        while (next < turn + TURNS && inTurn(peer, next).equals(choice)) {
            next++;
        }
        return new Turn(choice, Optional.of(Instant.ofEpochSecond(next * TURN.toSeconds())));
    }

    private PskChoice inTurn(PskSession peer, long turn) {
        List<PskSecret> secrets = keys.secrets();
        PskChoice rest = peer.base().orElse(peer.least());
        // another order each minute, so that clocks that differ do not keep two nodes apart
        int first = new SplittableRandom(Math.floorDiv(turn, (long) TURNS)).nextInt(TURNS);
        PskChoice scheduled =
                switch (Math.floorMod(turn + first, TURNS)) {
                    case 0 -> PskChoice.of(secrets.getFirst());
                    case 1 -> secrets.size() > 1 ? PskChoice.of(secrets.getLast()) : rest;
                    case 2 -> rest;
                    default -> PskChoice.NONE;
                };
        return peer.candidates().contains(scheduled) ? scheduled : rest;
    }
}
