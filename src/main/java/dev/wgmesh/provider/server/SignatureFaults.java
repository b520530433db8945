package dev.wgmesh.provider.server;

import dev.wgmesh.tsig.TsigKey;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

/** What is wrong with a signature, as the server or as this side sees it (RFC 8945, section 5). */
final class SignatureFaults {
    private final TsigKey key;
    private final InstantSource clock;

    SignatureFaults(TsigKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /** Returns what the server has against the signature of a message. */
    DnsServerFault rejected(TSIGRecord answer) {
        int error = answer.getError();
        String code = " (NOTAUTH, " + Rcode.TSIGstring(error) + ")";
        return switch (error) {
            case Rcode.BADKEY ->
                    DnsServerFault.refused(
                            "does not know the key "
                                    + key
                                    + ", or no rule allows this request"
                                    + code,
                            "give the server a key of that name and algorithm; on Knot also an acl"
                                    + " rule that names it, with action: [query, update,"
                                    + " transfer]");
            case Rcode.BADSIG ->
                    DnsServerFault.refused(
                            "has a different secret for the key " + key + code,
                            "use the same secret in the key file and on the server");
            case Rcode.BADTIME -> badTime(clock(answer), code);
            case Rcode.BADTRUNC ->
                    DnsServerFault.refused(
                            "requires longer signatures with the key " + key + code,
                            "remove the minimum signature length from the key on the server");
            default ->
                    DnsServerFault.refused(
                            "rejects the signature with the key " + key + code,
                            "see the server's log");
        };
    }

    /** Returns the server's clock, which it sends along (RFC 8945, section 5.2.3). */
    private static Instant clock(TSIGRecord answer) {
        byte[] other = answer.getOther();
        if (other == null || other.length != 6) {
            return answer.getTimeSigned();
        }
        var octets = ByteBuffer.wrap(other);
        long high = octets.getShort() & 0xffffL;
        return Instant.ofEpochSecond(high << 32 | octets.getInt() & 0xffffffffL);
    }

    private DnsServerFault badTime(Instant there, String code) {
        Instant here = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        long seconds = Duration.between(here, there).toSeconds();
        return DnsServerFault.refused(
                "has a clock that is "
                        + Math.abs(seconds)
                        + (seconds < 0 ? " s behind: " : " s ahead: ")
                        + there
                        + " there, "
                        + here
                        + " here"
                        + code,
                "set both clocks (NTP); signatures allow "
                        + TSIG.FUDGE.toSeconds()
                        + " s of difference");
    }

    /** Returns the fault of an answer that has no signature where it needs one. */
    DnsServerFault unsigned() {
        return DnsServerFault.unreadable(
                "sent an answer without a valid signature to a request signed with the key " + key,
                "the answer was ignored: check what listens at that address, and what"
                        + " changes messages on the way");
    }

    /**
     * Returns the fault of an answer whose signature does not hold.
     *
     * @param error that checking it gave
     */
    DnsServerFault unverified(int error, TSIGRecord answer) {
        return error == Rcode.BADTIME
                ? badTime(answer.getTimeSigned(), "")
                : DnsServerFault.unreadable(
                        "sent an answer with an invalid signature of the key " + key,
                        "the answer was ignored: check that the server has the same secret,"
                                + " and what changes messages on the way");
    }
}
