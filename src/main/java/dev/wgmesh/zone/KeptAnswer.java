package dev.wgmesh.zone;

import dev.wgmesh.model.DnsAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * An answer that later readings may use again.
 *
 * @param answer found or absent, with the TTL that it had when it was read
 * @param readAt when the reading that asked for it began
 * @param apex the zone that holds its owner; empty: unknown
 * @param serial of that zone, not older than the answer; empty: only the TTL says how long the
 *     answer is valid
 */
record KeptAnswer(
        DnsAnswer<RRset> answer, Instant readAt, Optional<Name> apex, Optional<ZoneSerial> serial) {
    /**
     * Returns until when the answer may be used: its TTL after it was read or confirmed, but not
     * longer than the age of every answer.
     *
     * @param confirmedAt when the zone last had this serial; empty: not known to have it still
     */
    Instant validUntil(Optional<Instant> confirmedAt) {
        Instant from = confirmedAt.filter(at -> at.isAfter(readAt)).orElse(readAt);
        Instant end = from.plus(answer.optionalTtl().orElse(Duration.ZERO));
        Instant last = readAt.plus(KeptAnswers.MAX_AGE);
        return end.isBefore(last) ? end : last;
    }
}
