package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PresharedKey;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PskSecret;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.PskMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/**
 * Two nodes on simulated time: WireGuard's handshakes and {@link PskRule}, with clocks that differ,
 * and passes that come up to 5 s late. One packet goes each way each second.
 */
class PskRolloutTest {
    private static final PskSecret PRESENT = PskSecret.generate(new Random(1));
    private static final PskSecret NEXT = PskSecret.generate(new Random(2));
    private static final PresharedKeys WITHOUT = PresharedKeys.NONE;
    private static final PresharedKeys OPTIONAL = keys(PskMode.OPTIONAL, PRESENT);
    private static final PresharedKeys REQUIRED = keys(PskMode.REQUIRED, PRESENT);
    private static final PresharedKeys ROTATING = keys(PskMode.REQUIRED, PRESENT, NEXT);
    private static final PresharedKeys ROTATED = keys(PskMode.REQUIRED, NEXT);
    private static final int RUNS = 60;

    private static PresharedKeys keys(PskMode mode, PskSecret... secrets) {
        return PresharedKeys.of(mode, List.of(secrets));
    }

    /** One end of the pair. */
    private static final class End {
        final PublicKey key;
        final PublicKey other;
        final long skew;
        PresharedKeys keys;
        Optional<PresharedKey> psk = Optional.empty();
        Optional<PskUse> use = Optional.empty();
        Optional<String> shown = Optional.empty();
        Optional<Instant> handshake = Optional.empty();
        boolean exists;
        boolean stopped;
        long next;
        long attempted = Long.MIN_VALUE / 2;

        End(PublicKey key, PublicKey other, PresharedKeys keys, long skew, long begins) {
            this.key = key;
            this.other = other;
            this.keys = keys;
            this.skew = skew;
            this.next = begins;
        }

        Instant clock(long millis) {
            return Instant.ofEpochMilli(1_800_000_000_000L + skew + millis);
        }

        void pass(long millis, RandomGenerator random) {
            if (millis < next || stopped) {
                return;
            }
            Instant now = clock(millis);
            var state =
                    new PeerState(
                                    new Peer(other, Optional.empty(), List.of(), Duration.ZERO),
                                    handshake,
                                    0,
                                    0,
                                    false)
                            .withPresharedKey(psk);
            Map<PublicKey, PskUse> uses = use.map(it -> Map.of(other, it)).orElse(Map.of());
            PskDecision decision =
                    new PskRule(keys.with(uses), key, true, now)
                            .of(other, exists ? Optional.of(state) : Optional.empty(), shown);
            exists = true;
            if (decision.kind() != PskDecision.Kind.UNMANAGED) {
                psk = decision.key();
            }
            use = decision.use();
            shown = decision.shown().or(() -> shown);
            long wait =
                    decision.until()
                            .map(until -> Duration.between(now, until).toMillis())
                            .orElse(300_000L);
            next = millis + Math.clamp(wait, 0, 300_000) + random.nextLong(5_000);
        }

        /** The process is replaced by another one with these secrets. */
        void restart(long millis, PresharedKeys with) {
            keys = with;
            use = Optional.empty();
            stopped = false;
            next = millis;
        }
    }

    /** The session of the pair, and what happened to their packets. */
    private static final class Pair {
        final RandomGenerator random;
        final End a;
        final End b;
        long now;
        long born = Long.MIN_VALUE / 2;
        Optional<End> initiator = Optional.empty();
        Optional<PresharedKey> sessionKey = Optional.empty();
        int lost;
        boolean quiet;

        Pair(RandomGenerator random, PresharedKeys ofA, PresharedKeys ofB) {
            this.random = random;
            PublicKey one = PrivateKey.generate(random).publicKey();
            PublicKey two = PrivateKey.generate(random).publicKey();
            a = new End(one, two, ofA, random.nextLong(-60_000, 60_000), random.nextLong(3_000));
            b = new End(two, one, ofB, random.nextLong(-60_000, 60_000), random.nextLong(40_000));
        }

        Pair run(Duration time) {
            long end = now + time.toMillis();
            for (; now < end; now += 500) {
                a.pass(now, random);
                b.pass(now, random);
                if (!quiet && a.exists && b.exists) {
                    send(a);
                    send(b);
                }
            }
            return this;
        }

        /** Restarts both ends with these secrets, b up to 15 minutes after a. */
        void rollOut(PresharedKeys keys) {
            a.restart(now, keys);
            run(Duration.ofSeconds(random.nextLong(900)));
            b.restart(now, keys);
        }

        private void send(End from) {
            long age = now - born;
            boolean mine = initiator.equals(Optional.of(from));
            if (age >= 180_000 || mine && age >= 120_000) {
                handshake(from);
            }
            if (now - born >= 180_000) {
                lost++;
            }
        }

        private void handshake(End from) {
            if (now - from.attempted < 5_000) {
                return;
            }
            from.attempted = now;
            if (a.psk.equals(b.psk)) {
                born = now;
                initiator = Optional.of(from);
                sessionKey = a.psk;
                for (End end : List.of(a, b)) {
                    end.handshake =
                            Optional.of(Instant.ofEpochSecond(end.clock(now).getEpochSecond()));
                }
            }
        }

        int lostSince(int before) {
            return lost - before;
        }

        void assertSession(String what, PskSecret secret) {
            assertEquals(Optional.of(secret.derive(a.key, b.key)), sessionKey, what);
        }
    }

    private static Pair pair(long seed, PresharedKeys ofA, PresharedKeys ofB) {
        return new Pair(RandomGeneratorFactory.of("L64X128MixRandom").create(seed), ofA, ofB);
    }

    @Test
    void a_node_without_the_secret_loses_no_packet_to_one_that_has_it() {
        for (long seed = 0; seed < RUNS; seed++) {
            Pair pair = pair(seed, OPTIONAL, WITHOUT).run(Duration.ofMinutes(3));
            assertTrue(pair.sessionKey.isEmpty() && pair.initiator.isPresent(), "seed " + seed);
            int before = pair.lost;
            pair.run(Duration.ofHours(3));
            assertEquals(0, pair.lostSince(before), "seed " + seed);
            assertEquals(Optional.empty(), pair.a.shown);
        }
    }

    @Test
    void from_none_to_optional_to_required_without_a_lost_packet() {
        for (long seed = 0; seed < RUNS; seed++) {
            Pair pair = pair(seed, WITHOUT, WITHOUT).run(Duration.ofMinutes(2));
            int before = pair.lost;
            pair.rollOut(OPTIONAL);
            pair.run(Duration.ofMinutes(5));
            pair.assertSession("seed " + seed, PRESENT);
            pair.run(Duration.ofMinutes(7));
            assertEquals(Optional.of(PRESENT.id()), pair.a.shown, "seed " + seed);
            assertEquals(Optional.of(PRESENT.id()), pair.b.shown, "seed " + seed);
            pair.rollOut(REQUIRED);
            pair.run(Duration.ofMinutes(20));
            pair.assertSession("seed " + seed, PRESENT);
            assertEquals(0, pair.lostSince(before), "seed " + seed);
        }
    }

    @Test
    void rotation_cuts_no_session() {
        for (long seed = 0; seed < RUNS; seed++) {
            Pair pair = pair(seed, REQUIRED, REQUIRED).run(Duration.ofMinutes(2));
            int before = pair.lost;
            pair.a.restart(pair.now, ROTATING);
            pair.run(Duration.ofSeconds(pair.random.nextLong(900)));
            pair.assertSession("seed " + seed, PRESENT);
            pair.b.restart(pair.now, ROTATING);
            pair.run(Duration.ofMinutes(5));
            pair.assertSession("seed " + seed, NEXT);
            pair.run(Duration.ofMinutes(7));
            pair.rollOut(ROTATED);
            pair.run(Duration.ofMinutes(20));
            pair.assertSession("seed " + seed, NEXT);
            assertEquals(0, pair.lostSince(before), "seed " + seed);
        }
    }

    /** A process begins anew at any moment, also while a key is tried. */
    @Test
    void a_restart_cuts_no_session() {
        for (PresharedKeys other : List.of(OPTIONAL, WITHOUT)) {
            for (long seed = 0; seed < RUNS; seed++) {
                Pair pair = pair(seed, OPTIONAL, other).run(Duration.ofMinutes(3));
                int before = pair.lost;
                for (int i = 0; i < 20; i++) {
                    pair.run(Duration.ofSeconds(pair.random.nextLong(300)));
                    pair.a.restart(pair.now, OPTIONAL);
                }
                assertEquals(0, pair.lostSince(before), "seed " + seed);
            }
        }
    }

    /**
     * Of two that meet for the first time, or after a pause, each may use the secret in its way.
     */
    @Test
    void two_nodes_with_the_secret_find_each_other_within_minutes() {
        List<PresharedKeys> all = List.of(OPTIONAL, REQUIRED, ROTATING);
        for (PresharedKeys one : all) {
            for (PresharedKeys two : all) {
                for (long seed = 0; seed < RUNS; seed++) {
                    Pair pair = pair(seed, one, two).run(Duration.ofMinutes(6));
                    assertTrue(pair.initiator.isPresent(), "seed " + seed);
                    pair.quiet = true;
                    pair.run(Duration.ofSeconds(pair.random.nextLong(3_600)));
                    pair.quiet = false;
                    pair.run(Duration.ofMinutes(6));
                    assertTrue(pair.now - pair.born < 180_000, "seed " + seed);
                }
            }
        }
    }

    @Test
    void required_makes_no_session_with_a_node_that_lacks_the_secret() {
        for (long seed = 0; seed < RUNS; seed++) {
            Pair pair = pair(seed, REQUIRED, WITHOUT).run(Duration.ofMinutes(20));
            assertEquals(Optional.empty(), pair.initiator);
        }
        Pair live = pair(0, OPTIONAL, WITHOUT).run(Duration.ofMinutes(5));
        live.a.restart(live.now, REQUIRED);
        live.run(Duration.ofMinutes(4));
        assertTrue(live.now - live.born > 180_000, "a session lasts no longer than 180 s");
    }

    @Test
    void a_peer_that_has_shown_the_secret_is_never_used_without() {
        for (long seed = 0; seed < RUNS; seed++) {
            Pair pair = pair(seed, OPTIONAL, OPTIONAL).run(Duration.ofMinutes(15));
            assertEquals(Optional.of(PRESENT.id()), pair.a.shown);
            pair.b.restart(pair.now, WITHOUT);
            pair.b.psk = Optional.empty();
            pair.run(Duration.ofHours(1));
            assertTrue(pair.now - pair.born > 180_000, "seed " + seed);
        }
    }
}
