package dev.wgmesh.mesh;

import dev.wgmesh.keys.PresharedKey;
import dev.wgmesh.keys.PskSecret;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.PskMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Chooses the preshared key of a peer.
 *
 * <p>A changed key leaves the session alone and is used at the next handshake. That begins at the
 * age of 120 s, as soon as a packet is sent, is tried again every 5 s, and the session ends at 180
 * s. Both ends know the age of their session, whatever their clocks show: at the age of 100 s both
 * try the better key, and at 140 s what made the session is back, with 40 s left. See decision 9.
 */
final class PskRule {
    /** The age of a session from which the better key is tried. */
    static final Duration TRY_FROM = Duration.ofSeconds(100);

    /** The age of a session from which its own key is used again. */
    static final Duration TRY_UNTIL = Duration.ofSeconds(140);

    /** The time that a new peer has to show its key; without a session, the time of each turn. */
    static final Duration TURN = Duration.ofSeconds(15);

    /** Turns of a minute without a session: the present key, the next, the last one used, none. */
    private static final int TURNS = 4;

    /** Both ends see a handshake within seconds of each other; most are in one such interval. */
    private static final int SECONDS_ALIKE = 8;

    private final PresharedKeys keys;
    private final PublicKey own;
    private final boolean watch;
    private final Instant now;

    PskRule(PresharedKeys keys, PublicKey own, boolean watch, Instant now) {
        this.keys = keys;
        this.own = own;
        this.watch = watch;
        this.now = now;
    }

    /**
     * Returns the decision on a peer.
     *
     * @param actual the peer as it is; empty: it is to be added
     * @param remembered the id of the secret that the member has shown before
     */
    PskDecision of(PublicKey peer, Optional<PeerState> actual, Optional<String> remembered) {
        if (!keys.isManaged()) {
            return PskDecision.keep(PskDecision.Kind.UNMANAGED);
        }
        Optional<PskChoice> present = actual.flatMap(state -> present(state, peer));
        boolean foreign = actual.isPresent() && present.isEmpty();
        Optional<PskUse> use =
                Optional.ofNullable(keys.uses().get(peer))
                        .filter(given -> present.equals(Optional.of(given.choice())));
        Optional<Instant> handshake = actual.flatMap(PeerState::handshake);
        Optional<String> shown =
                use.filter(given -> given.isShownBy(handshake))
                        .flatMap(given -> given.choice().secret())
                        .map(PskSecret::id)
                        .or(() -> remembered);
        if (foreign && keys.mode() == PskMode.OPTIONAL && shown.isEmpty()) {
            return PskDecision.keep(PskDecision.Kind.FOREIGN_KEPT);
        }
        List<PskChoice> candidates = candidates(shown);
        var peerNow = new Session(actual.isEmpty(), present, handshake, use, candidates);
        Turn turn = turn(peerNow);
        return new PskDecision(
                foreign ? PskDecision.Kind.FOREIGN_REPLACED : PskDecision.Kind.MANAGED,
                turn.choice().derive(own, peer),
                !present.equals(Optional.of(turn.choice())),
                reason(turn.choice(), candidates, shown),
                Optional.of(peerNow.use(turn.choice(), now)),
                shown,
                turn.until());
    }

    private Optional<PskChoice> present(PeerState state, PublicKey peer) {
        if (!state.presharedKey()) {
            return Optional.of(PskChoice.NONE);
        }
        Optional<PresharedKey> psk = state.psk();
        return keys.secrets().stream()
                .filter(secret -> psk.equals(Optional.of(secret.derive(own, peer))))
                .findFirst()
                .map(PskChoice::of);
    }

    /** Returns what the peer may have, the least first. */
    private List<PskChoice> candidates(Optional<String> shown) {
        List<PskSecret> secrets = keys.secrets();
        int least =
                IntStream.range(0, secrets.size())
                        .filter(i -> shown.equals(Optional.of(secrets.get(i).id())))
                        .findFirst()
                        .orElse(0);
        var candidates = new ArrayList<PskChoice>();
        if (keys.mode() == PskMode.OPTIONAL && shown.isEmpty()) {
            candidates.add(PskChoice.NONE);
        }
        secrets.stream().skip(least).map(PskChoice::of).forEach(candidates::add);
        return candidates;
    }

    /** What is chosen now, and until when. */
    private record Turn(PskChoice choice, Optional<Instant> until) {}

    /**
     * A peer and its session.
     *
     * @param present what it has; empty: a foreign one, or the peer is new
     */
    private record Session(
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
            return given.flatMap(it ->
                            it.isSessionOf(handshake) ? Optional.of(it.choice()) : it.before())
                    .filter(candidates::contains);
        }

        PskUse use(PskChoice choice, Instant now) {
            return given.filter(it -> it.choice().equals(choice))
                    .orElseGet(() ->
                            new PskUse(
                                    choice,
                                    now,
                                    isNew ? Optional.of(least()) : before(choice),
                                    isNew));
        }

        private Optional<PskChoice> before(PskChoice choice) {
            if (present.equals(Optional.of(choice))) {
                return base();
            }
            return base().or(() -> choice.equals(least()) ? Optional.of(choice) : present);
        }
    }

    private Turn turn(Session peer) {
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
    private PskChoice single(Session peer) {
        boolean running =
                peer.handshake().filter(at -> age(at).compareTo(TRY_UNTIL) < 0).isPresent();
        return peer.present()
                .filter(peer.candidates()::contains)
                .filter(_ -> running)
                .orElse(peer.least());
    }

    private Turn live(Session peer, Instant handshake) {
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
    private static PskChoice better(Session peer, PskChoice base, Instant handshake) {
        List<PskChoice> all = peer.candidates();
        List<PskChoice> better = all.subList(all.indexOf(base) + 1, all.size());
        if (better.isEmpty()) {
            return base;
        }
        long seed = handshake.getEpochSecond() / SECONDS_ALIKE;
        return better.get(new SplittableRandom(seed).nextInt(better.size()));
    }

    /** Without a session nothing can be cut: each key has its turn, by the minute of the clock. */
    private Turn idle(Session peer) {
        long turn = Math.floorDiv(now.getEpochSecond(), TURN.toSeconds());
        PskChoice choice = inTurn(peer, turn);
        long next = turn + 1;
        while (next < turn + TURNS && inTurn(peer, next).equals(choice)) {
            next++;
        }
        return new Turn(choice, Optional.of(Instant.ofEpochSecond(next * TURN.toSeconds())));
    }

    private PskChoice inTurn(Session peer, long turn) {
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

    private static String reason(
            PskChoice choice, List<PskChoice> candidates, Optional<String> shown) {
        if (choice.secret().isEmpty()) {
            return "the peer has not shown that it has the secret";
        }
        if (candidates.size() > 1) {
            return "to see whether the peer has the secret";
        }
        return shown.isPresent() ? "the peer has the secret" : "preshared keys are required";
    }
}
