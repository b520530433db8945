package dev.wgmesh.dns;

import java.time.Duration;
import org.xbill.DNS.Rcode;

/**
 * What a server did instead of answering, and how to mend it.
 *
 * @param what it did, as what follows its name in a sentence
 */
record ServerFault(String what, String fix) {
    private static final String ANOTHER = "name another with --resolver";

    static ServerFault rcode(int rcode) {
        return new ServerFault(
                "answered " + Rcode.string(rcode),
                switch (rcode) {
                    case Rcode.SERVFAIL ->
                            "see its log: the zone may not have loaded, hold more than 100 records"
                                    + " at one name, or fail DNSSEC";
                    case Rcode.REFUSED -> "let it answer this host for that zone, or " + ANOTHER;
                    default -> "see its log, or " + ANOTHER;
                });
    }

    static ServerFault silent(Duration wait, int strays) {
        String others = strays == 0 ? "" : " (" + strays + " packets were no answer to it)";
        return new ServerFault(
                "did not answer within " + wait.toMillis() / 1000.0 + " s" + others,
                "see whether it runs and this host reaches it, or " + ANOTHER);
    }

    static ServerFault givenUp() {
        return new ServerFault(
                "was given up after too many time-outs",
                "see whether it runs and this host reaches it, or " + ANOTHER);
    }

    static ServerFault unreachable(String why) {
        return new ServerFault("cannot be reached (" + why + ")", "start it, or " + ANOTHER);
    }

    static ServerFault truncated() {
        return new ServerFault(
                "truncated its answer over TCP too", "split the RRset, or " + ANOTHER);
    }

    static ServerFault closed() {
        return new ServerFault(
                "closed the TCP connection without an answer",
                "see its log for limits of TCP clients, or " + ANOTHER);
    }

    static ServerFault malformed(String how) {
        return new ServerFault("sent " + how, "see what listens at that address, or " + ANOTHER);
    }

    static ServerFault referral() {
        return new ServerFault(
                "only points to other servers",
                "name a resolver, or the zone's own server, with --resolver");
    }

    static ServerFault loop() {
        return new ServerFault(
                "gives more than " + LookupResult.MAX_ALIASES + " aliases in a row (a CNAME loop?)",
                "let the last alias name the owner of the records");
    }
}
