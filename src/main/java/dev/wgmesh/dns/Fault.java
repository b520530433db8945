package dev.wgmesh.dns;

import java.time.Duration;
import org.xbill.DNS.Rcode;

/**
 * What a server did instead of answering, and how to mend it.
 *
 * @param what it did, as what follows its name in a sentence
 */
record Fault(String what, String mend) {
    private static final String ANOTHER = "name another with --resolver";

    static Fault rcode(int rcode) {
        return new Fault(
                "answered " + Rcode.string(rcode),
                switch (rcode) {
                    case Rcode.SERVFAIL ->
                            "see its log: the zone may not have loaded, hold more than 100 records"
                                    + " at one name, or fail DNSSEC";
                    case Rcode.REFUSED -> "let it answer this host for that zone, or " + ANOTHER;
                    default -> "see its log, or " + ANOTHER;
                });
    }

    static Fault silent(Duration wait, int strays) {
        String others = strays == 0 ? "" : " (" + strays + " packets were no answer to it)";
        return new Fault(
                "did not answer within " + wait.toMillis() / 1000.0 + " s" + others,
                "see whether it runs and this host reaches it, or " + ANOTHER);
    }

    static Fault givenUp() {
        return new Fault(
                "was given up after too many time-outs",
                "see whether it runs and this host reaches it, or " + ANOTHER);
    }

    static Fault unreachable(String why) {
        return new Fault("cannot be reached (" + why + ")", "start it, or " + ANOTHER);
    }

    static Fault truncated() {
        return new Fault("truncated its answer over TCP too", "split the RRset, or " + ANOTHER);
    }

    static Fault closed() {
        return new Fault(
                "closed the TCP connection without an answer",
                "see its log for limits of TCP clients, or " + ANOTHER);
    }

    static Fault malformed(String how) {
        return new Fault("sent " + how, "see what listens at that address, or " + ANOTHER);
    }

    static Fault referral() {
        return new Fault(
                "only points to other servers",
                "name a resolver, or the zone's own server, with --resolver");
    }

    static Fault loop() {
        return new Fault(
                "gives more than " + Verdict.MAX_ALIASES + " aliases in a row (a CNAME loop?)",
                "let the last alias name the owner of the records");
    }
}
