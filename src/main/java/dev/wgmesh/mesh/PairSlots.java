package dev.wgmesh.mesh;

import java.time.Duration;
import java.time.Instant;

/**
 * The slots of wall-clock time in which both members of a pair try the same: 10 s each, that begin
 * at a second that depends on the keys of the pair. Two NATs let packets through only while both
 * ends send.
 */
final class PairSlots {
    /** Two handshake initiations fit: WireGuard repeats them after 5 s. */
    private static final long SECONDS = 10;

    /** Slots that are used one after the other, before the pair waits. */
    static final int QUICK = 6;

    /** Of the slots after these, every sixth is used, so once a minute. */
    private static final long EVERY = 6;

    private final long offset;
    private final long phase;

    PairSlots(PairHash pair) {
        offset = Math.floorMod(pair.ofPair(), SECONDS);
        phase = Math.floorMod(pair.ofPair() / SECONDS, EVERY);
    }

    /** Returns the number of the slot at a time. */
    long at(Instant time) {
        return Math.floorDiv(time.getEpochSecond() - offset, SECONDS);
    }

    /** Returns whether both ends try in the slot, after that number of slots in vain. */
    boolean isUsed(long slot, int asked) {
        return asked < QUICK || Math.floorMod(slot, EVERY) == phase;
    }

    /** Returns the time until the next slot that is used. */
    Duration untilNext(Instant now, int asked) {
        long next = at(now) + 1;
        if (!isUsed(next, asked)) {
            next += Math.floorMod(phase - next, EVERY);
        }
        return Duration.between(now, Instant.ofEpochSecond(next * SECONDS + offset));
    }
}
