package dev.wgmesh.config;

import dev.wgmesh.dns.ApexLookup;
import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.dns.NameServer;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * Finds the primary of a zone, where updates go: the MNAME of its SOA (RFC 2136, section 4.1). It
 * is a guess: the primary may be hidden, and its SOA then names another server.
 *
 * @param resolvers opened when they are asked
 * @param port where a primary listens
 */
record PrimarySearch(Supplier<DnsSource> resolvers, int port) {
    private static final String FIX =
            "name the primary: --server HOST (the SOA does not" + " name a hidden primary)";

    /**
     * A zone, and the server that its SOA names.
     *
     * @param primary the MNAME
     */
    record PrimaryServer(Name apex, Name primary, NameServer server) {
        /** Returns the text for messages. */
        String description() {
            return "the server %s (%s, the primary that the SOA of %s names)"
                    .formatted(server, primary.toString(true), apex.toString(true));
        }
    }

    /**
     * Returns the primary of the zone that holds the name.
     *
     * @throws Failure UNREADABLE where the zone or the primary's address is unknown
     */
    PrimaryServer find(Name owner) {
        DnsSource resolver = resolvers.get();
        SOARecord soa = soa(owner, resolver);
        Name primary = soa.getHost();
        List<Question> questions =
                List.of(new Question(primary, Type.A), new Question(primary, Type.AAAA));
        Map<Question, DnsAnswer<RRset>> answers = resolver.query(questions);
        List<InetAddress> addresses =
                questions.stream()
                        .flatMap(question -> found(answers, question).stream())
                        .flatMap(set -> set.dnsRecords().stream())
                        .map(PrimarySearch::address)
                        .toList();
        if (!addresses.isEmpty()) {
            NameServer server = NameServer.reachable(NameServer.routed(addresses, port));
            return new PrimaryServer(soa.getName(), primary, server);
        }
        for (Question question : questions) {
            if (answers.get(question) instanceof DnsAnswer.Failed<RRset>(Problem problem)) {
                throw new Failure(Failure.Kind.UNREADABLE, List.of(problem));
            }
        }
        throw Failure.unreadable(
                soa.getName().toString(true) + " SOA",
                "names " + primary + " as the primary, which has no address",
                FIX);
    }

    /** Returns the nearest SOA above the name, that of its zone. */
    private static SOARecord soa(Name owner, DnsSource resolver) {
        return ApexLookup.soa(owner, resolver)
                .orElseThrow(() ->
                        Failure.unreadable(
                                owner.toString(true),
                                "is in no zone that "
                                        + resolver.description()
                                        + " knows: its primary is not found",
                                FIX));
    }

    private static Optional<RRset> found(
            Map<Question, DnsAnswer<RRset>> answers, Question question) {
        return Optional.ofNullable(answers.get(question)).flatMap(DnsAnswer::found);
    }

    private static InetAddress address(Record record) {
        return record instanceof AAAARecord ipv6
                ? ipv6.getAddress()
                : ((ARecord) record).getAddress();
    }
}
