package dev.wgmesh.apply;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.ObserverRound.NatPair;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.PeerState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds peers behind another NAT whose path is dead although their session is young: packets are
 * sent, and none arrives.
 *
 * <p>Silence alone says nothing. Each packet, sent or received, restarts the keepalive of
 * WireGuard, so one end of a quiet pair may send all of them. But whoever receives data answers
 * within 10 s, if only by a keepalive. So a peer that is silent between two looks is sent a packet.
 */
final class DeadPeerDetection {
    /** The time between two looks at the peers. */
    static final Duration INTERVAL = Duration.ofSeconds(10);

    /**
     * Data without an answer for this long makes WireGuard begin a handshake: KEEPALIVE_TIMEOUT and
     * REKEY_TIMEOUT (section 6.5 of the WireGuard paper).
     */
    static final Duration LIMIT = Duration.ofSeconds(15);

    /** Octets of a keepalive: a message of transport data without data. */
    private static final long KEEPALIVE_OCTETS = 32;

    /** Seconds between two keepalives. */
    private static final long KEEPALIVE_SECONDS = 25;

    private final Map<PublicKey, NatPair> watched = new HashMap<>();
    private final Map<PublicKey, Silence> silences = new HashMap<>();
    private final Set<PublicKey> reported = new HashSet<>();

    /**
     * A peer since the look that last saw it receive.
     *
     * @param since that look
     * @param received octets, which have not grown since
     * @param sent octets then
     * @param unanswered a look before which data was sent; empty: none was
     * @param declared whether an observer saw that it moved
     */
    private record Silence(
            Instant since,
            long received,
            long sent,
            Optional<Instant> unanswered,
            boolean declared) {
        static Silence of(PeerState peer, Instant now) {
            return new Silence(now, peer.received(), peer.sent(), Optional.empty(), false);
        }

        Silence unansweredAt(Instant now) {
            return new Silence(
                    since, received, sent, unanswered.or(() -> Optional.of(now)), declared);
        }

        Silence declaredDead() {
            return new Silence(since, received, sent, unanswered, true);
        }

        /** Returns whether more was sent than keepalives. */
        boolean hasSentData(PeerState peer, Instant now) {
            long keepalives = 1 + Duration.between(since, now).toSeconds() / KEEPALIVE_SECONDS;
            return peer.sent() - sent > keepalives * KEEPALIVE_OCTETS;
        }

        boolean isDead(PeerState peer, Instant now) {
            return declared
                    || hasSentData(peer, now)
                            && unanswered
                                    .filter(at -> Duration.between(at, now).compareTo(LIMIT) >= 0)
                                    .isPresent();
        }
    }

    /** Sets the pairs to look at. */
    void watch(Collection<NatPair> pairs) {
        watched.clear();
        watched.putAll(pairs.stream().collect(Collectors.toMap(NatPair::key, Function.identity())));
        silences.keySet().retainAll(watched.keySet());
        reported.retainAll(watched.keySet());
    }

    /** Returns the time until the next look; empty: there is no such pair. */
    Optional<Duration> untilLook(Instant now) {
        if (watched.isEmpty()) {
            return Optional.empty();
        }
        Duration least = INTERVAL;
        for (Silence silence : silences.values()) {
            if (silence.unanswered().isPresent()) {
                Duration left = Duration.between(now, silence.unanswered().get().plus(LIMIT));
                if (left.isPositive() && left.compareTo(least) < 0) {
                    least = left;
                }
            }
        }
        return Optional.of(least);
    }

    /** Returns the peers that are dead, by their counters as just read. */
    Set<PublicKey> dead(Collection<PeerState> peers, Instant now) {
        if (watched.isEmpty()) {
            return Set.of();
        }
        note(peers, now);
        var dead = new HashSet<PublicKey>();
        for (PeerState peer : peers) {
            Silence silence = silences.get(peer.peer().key());
            if (silence != null && silence.isDead(peer, now)) {
                dead.add(peer.peer().key());
            }
        }
        return dead;
    }

    /** Notes that a peer is dead until something comes from it, with its counters as just read. */
    void declare(PeerState peer, Instant now) {
        note(List.of(peer), now);
        silences.computeIfPresent(peer.peer().key(), (_, silence) -> silence.declaredDead());
    }

    /** Returns whether a peer died since the last look; none is returned twice. */
    boolean hasNewDeadPeer(Collection<PeerState> peers, Instant now) {
        Set<PublicKey> dead = dead(peers, now);
        reported.retainAll(dead);
        return reported.addAll(dead);
    }

    /**
     * Returns the mesh addresses to send a packet to: of peers that were silent for a whole
     * interval and were sent nothing that they answer.
     */
    List<IpAddress> toProbe(Instant now) {
        var addresses = new ArrayList<IpAddress>();
        silences.replaceAll((key, silence) -> {
            NatPair pair = watched.get(key);
            boolean silent = Duration.between(silence.since(), now).compareTo(INTERVAL) >= 0;
            if (pair == null || !silent || silence.unanswered().isPresent()) {
                return silence;
            }
            addresses.add(pair.address());
            return silence.unansweredAt(now);
        });
        return addresses;
    }

    private void note(Collection<PeerState> peers, Instant now) {
        for (PeerState peer : peers) {
            PublicKey key = peer.peer().key();
            if (watched.containsKey(key)) {
                silences.merge(
                        key,
                        Silence.of(peer, now),
                        (before, fresh) ->
                                before.received() != peer.received()
                                        ? fresh
                                        : before.hasSentData(peer, now)
                                                ? before.unansweredAt(now)
                                                : before);
            }
        }
    }
}
