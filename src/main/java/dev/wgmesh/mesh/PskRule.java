package dev.wgmesh.mesh;

import dev.wgmesh.keys.PresharedKey;
import dev.wgmesh.keys.PskSecret;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.PskMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Decides on the preshared key of a peer: which keys it may have, and which one it gets. */
final class PskRule {
    private final PresharedKeys keys;
    private final PublicKey own;
    private final List<PublicKey> ownBefore;
    private final Instant now;
    private final PskSchedule schedule;

    PskRule(PresharedKeys keys, PublicKey own, boolean watch, Instant now) {
        this(keys, own, List.of(), watch, now);
    }

    /**
     * Creates a rule.
     *
     * @param ownBefore the key of the interface, where this pass changes it
     */
    PskRule(
            PresharedKeys keys,
            PublicKey own,
            List<PublicKey> ownBefore,
            boolean watch,
            Instant now) {
        this.keys = keys;
        this.own = own;
        this.ownBefore = List.copyOf(ownBefore);
        this.now = now;
        this.schedule = new PskSchedule(keys, watch, now);
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
        var session = new PskSession(actual.isEmpty(), present, handshake, use, candidates);
        PskSchedule.Turn turn = schedule.of(session);
        return new PskDecision(
                foreign ? PskDecision.Kind.FOREIGN_REPLACED : PskDecision.Kind.MANAGED,
                turn.choice().derive(own, peer),
                !present.equals(Optional.of(turn.choice()))
                        || derivedBefore(turn.choice(), actual, peer),
                reason(turn.choice(), candidates, shown),
                Optional.of(session.use(turn.choice(), now)),
                shown,
                turn.until());
    }

    private Optional<PskChoice> present(PeerState state, PublicKey peer) {
        if (!state.presharedKey()) {
            return Optional.of(PskChoice.NONE);
        }
        Optional<PresharedKey> psk = state.psk();
        return keys.secrets().stream()
                .filter(secret ->
                        Stream.concat(Stream.of(own), ownBefore.stream())
                                .anyMatch(key -> psk.equals(Optional.of(secret.derive(key, peer)))))
                .findFirst()
                .map(PskChoice::of);
    }

    /** Returns whether the peer has the right choice, but derived from the key before. */
    private boolean derivedBefore(PskChoice choice, Optional<PeerState> actual, PublicKey peer) {
        return !ownBefore.isEmpty()
                && actual.isPresent()
                && !actual.get().psk().equals(choice.derive(own, peer));
    }

    /**
     * Returns the decision on a peer whose member has another key in use: the same secret, with
     * this key.
     */
    PskDecision standby(PublicKey peer, Optional<PeerState> actual, Optional<String> remembered) {
        if (!keys.isManaged()) {
            return PskDecision.keep(PskDecision.Kind.UNMANAGED);
        }
        PskChoice choice = candidates(remembered).getFirst();
        Optional<PresharedKey> wanted = choice.derive(own, peer);
        return new PskDecision(
                PskDecision.Kind.MANAGED,
                wanted,
                actual.filter(state -> !state.psk().equals(wanted)).isPresent(),
                "as with the other key",
                Optional.empty(),
                remembered,
                Optional.empty());
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
