package dev.wgmesh.dns;

import dev.wgmesh.zone.Question;
import java.time.Duration;
import org.xbill.DNS.Rcode;

/**
 * What a server did instead of answering, and the fix.
 *
 * @param what the rest of a sentence that begins with the server's address
 */
record ServerFault(String what, String fix) {
    private static final String ANOTHER = "choose another server with --resolver";

    private static final String RESOLVER =
            "give a recursive resolver, or a server of the zone, with --resolver";

    static ServerFault rcode(int rcode) {
        return new ServerFault(
                "answered " + Rcode.string(rcode),
                switch (rcode) {
                    case Rcode.SERVFAIL ->
                            "check the server's log: the zone may have failed to load, have more"
                                    + " than 100"
                                    + " records at one name, or fail DNSSEC validation";
                    case Rcode.REFUSED ->
                            "allow this host to query the zone on that server, or " + ANOTHER;
                    default -> "check the server's log, or " + ANOTHER;
                });
    }

    static ServerFault timeout(Duration wait, int unrelatedPackets) {
        String others =
                unrelatedPackets == 0
                        ? ""
                        : " (" + unrelatedPackets + " unrelated packets ignored)";
        return new ServerFault(
                "did not answer within " + wait.toMillis() / 1000.0 + " s" + others,
                "check that the server runs and this host can reach it, or " + ANOTHER);
    }

    static ServerFault unresponsive() {
        return new ServerFault(
                "was skipped after too many time-outs",
                "check that the server runs and this host can reach it, or " + ANOTHER);
    }

    static ServerFault unreachable(String why) {
        return new ServerFault(
                "cannot be reached (" + why + ")", "start the server, or " + ANOTHER);
    }

    /** The fault of a server that truncated its answer over UDP, and does not accept TCP. */
    static ServerFault unreachableOverTcp(String why) {
        return withoutTcp("cannot be reached over TCP (" + why + ")");
    }

    /** The fault of a server that truncated its answer over UDP, and is silent over TCP. */
    static ServerFault timeoutOverTcp(Duration wait) {
        return withoutTcp("did not answer over TCP within " + wait.toMillis() / 1000.0 + " s");
    }

    private static ServerFault withoutTcp(String what) {
        return new ServerFault(
                "truncated its answer over UDP and " + what,
                "allow TCP to that port (RFC 7766), or " + ANOTHER);
    }

    static ServerFault truncated() {
        return new ServerFault("truncated its answer over TCP", "split the RRset, or " + ANOTHER);
    }

    static ServerFault connectionClosed() {
        return new ServerFault(
                "closed the TCP connection without an answer",
                "check the server's log and its limit of TCP clients, or " + ANOTHER);
    }

    static ServerFault malformed(String how) {
        return new ServerFault(
                "sent " + how, "check which program listens at that address, or " + ANOTHER);
    }

    static ServerFault noSignatures() {
        return new ServerFault(
                "does not know EDNS, which DNSSEC requires (RFC 6891)",
                "give a resolver that passes DNSSEC records on, with --resolver");
    }

    static ServerFault referral() {
        return new ServerFault("returned a referral to other servers", RESOLVER);
    }

    /** The fault of a server that knows nothing of the zone and does not say so. */
    static ServerFault lame() {
        return new ServerFault(
                "returned an empty answer without authority for the name and without recursion",
                RESOLVER);
    }

    static ServerFault aliasLoop() {
        return new ServerFault(
                "returned more than "
                        + Question.MAX_ALIASES
                        + " aliases in a row (probably a CNAME loop)",
                "point the first alias directly at the owner of the records");
    }
}
