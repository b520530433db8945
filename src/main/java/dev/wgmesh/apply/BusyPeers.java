package dev.wgmesh.apply;

import dev.wgmesh.keys.PublicKey;
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

/**
 * Peers that packets arrive from all the time: they are looked at so often that one that goes
 * silent is found within a second. Each silence doubles the time that the next one needs, so a peer
 * whose packets arrive in bursts, or no longer, is soon left to {@link DeadPeerDetection}.
 */
final class BusyPeers {
    /** The least time without a packet that is silence. */
    private static final Duration LEAST = Duration.ofMillis(500);

    /** The same for each peer of the interface: a look reads them all. */
    private static final Duration LEAST_OF_PEER = Duration.ofMillis(2);

    /** A peer that was silent for that long is no longer busy. */
    private static final Duration MOST = Duration.ofSeconds(8);

    /** A peer is busy after at least that time with traffic. */
    private static final Duration WINDOW = Duration.ofSeconds(9);

    /** More than keepalives, handshakes and answers to probes. */
    private static final long OCTETS_PER_SECOND = 100;

    /** After that time without silence, half the time without a packet is silence. */
    private static final Duration CALM = Duration.ofMinutes(1);

    /** The wait for a look ends a little earlier or later than asked for. */
    private static final Duration TOLERANCE = Duration.ofMillis(50);

    private final Set<PublicKey> watched = new HashSet<>();
    private final Map<PublicKey, Window> windows = new HashMap<>();
    private final Map<PublicKey, Conversation> busy = new HashMap<>();
    private Duration least = LEAST;

    /** A peer that may be busy: a look, and the octets received until then. */
    private record Window(Instant since, long received) {
        boolean isOver(Instant now) {
            return now.isBefore(since) || Duration.between(since, now).compareTo(WINDOW) >= 0;
        }

        boolean isBusy(PeerState peer, Instant now) {
            long seconds = Duration.between(since, now).toSeconds();
            return seconds > 0 && peer.received() - received >= OCTETS_PER_SECOND * seconds;
        }
    }

    /**
     * A busy peer.
     *
     * @param received octets
     * @param heard the look that last saw them grow, or silence was last found
     * @param patience the time without a packet that is silence
     * @param calmSince when the patience was last changed
     */
    private record Conversation(
            long received, Instant heard, Duration patience, Instant calmSince) {
        Conversation heard(long octets, Duration least, Instant now) {
            Duration half = Duration.ofNanos(patience.toNanos() / 2);
            boolean calm =
                    half.compareTo(least) >= 0
                            && Duration.between(calmSince, now).compareTo(CALM) >= 0;
            return new Conversation(octets, now, calm ? half : patience, calm ? now : calmSince);
        }

        Conversation silent(Instant now) {
            return new Conversation(received, now, patience.plus(patience), now);
        }

        boolean isSilent(Instant now) {
            return !now.isBefore(heard.plus(patience).minus(TOLERANCE));
        }
    }

    /** Sets the peers of which one may be busy. */
    void watch(Collection<PublicKey> peers) {
        watched.clear();
        watched.addAll(peers);
        windows.keySet().retainAll(watched);
        busy.keySet().retainAll(watched);
    }

    /** Returns the time until the next look; empty: no peer is busy. */
    Optional<Duration> untilLook(Instant now) {
        Optional<Duration> least = Optional.empty();
        for (Conversation peer : busy.values()) {
            Duration wait = Duration.between(now, peer.heard().plus(peer.patience()));
            if (least.isEmpty() || wait.compareTo(least.get()) < 0) {
                least = Optional.of(wait);
            }
        }
        return least.map(wait -> wait.compareTo(TOLERANCE) < 0 ? TOLERANCE : wait);
    }

    /** Notes the counters of the peers as just read. */
    void note(Collection<PeerState> peers, Instant now) {
        Duration ofAll = Duration.ofMillis(LEAST_OF_PEER.toMillis() * peers.size());
        least = ofAll.compareTo(LEAST) > 0 ? ofAll : LEAST;
        for (PeerState peer : peers) {
            PublicKey key = peer.peer().key();
            if (watched.contains(key)) {
                Conversation before = busy.get(key);
                if (before == null) {
                    noteWindow(key, peer, now);
                } else if (before.received() != peer.received()) {
                    busy.put(key, before.heard(peer.received(), least, now));
                }
            }
        }
    }

    private void noteWindow(PublicKey key, PeerState peer, Instant now) {
        Window window = windows.computeIfAbsent(key, _ -> new Window(now, peer.received()));
        if (window.isOver(now)) {
            windows.put(key, new Window(now, peer.received()));
            if (window.isBusy(peer, now) && least.compareTo(MOST) <= 0) {
                busy.put(key, new Conversation(peer.received(), now, least, now));
                windows.remove(key);
            }
        }
    }

    /** Returns the peers that are busy now. */
    Set<PublicKey> busy() {
        return Set.copyOf(busy.keySet());
    }

    /** Returns the peers that nothing came from, for as long as they need for a silence. */
    List<PublicKey> takeSilent(Instant now) {
        var silent = new ArrayList<PublicKey>();
        busy.replaceAll((key, peer) -> {
            if (!peer.isSilent(now)) {
                return peer;
            }
            silent.add(key);
            return peer.silent(now);
        });
        busy.values().removeIf(peer -> peer.patience().compareTo(MOST) > 0);
        return silent;
    }

    /** Notes that the silence of a peer was that of a dead path, and not a pause. */
    void moved(PublicKey key, Instant now) {
        busy.computeIfPresent(key, (_, peer) -> new Conversation(peer.received(), now, least, now));
    }
}
