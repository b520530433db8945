package dev.wgmesh.dns;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.DnssecMode;
import dev.wgmesh.model.DnssecResult;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Looks up TXT records at one server, and says the answer and its status in one line. */
record DnssecLookup(InetSocketAddress server, TrustAnchors anchors, InstantSource clock) {
    DnssecLookup(InetSocketAddress server, TrustAnchors anchors) {
        this(server, anchors, InstantSource.system());
    }

    DnssecLookup at(InstantSource time) {
        return new DnssecLookup(server, anchors, time);
    }

    String required(String owner) {
        return said(DnssecMode.REQUIRE, owner);
    }

    String preferred(String owner) {
        return said(DnssecMode.PREFER, owner);
    }

    /** Returns {@code key 300, secure}, {@code absent 60, insecure: WHY} or {@code failed: …}. */
    String said(DnssecMode mode, String owner) {
        Question question = Question.of(owner, Type.TXT);
        var log = new DnssecLog();
        var source =
                Resolvers.of(
                        List.of(new NameServer(server)),
                        new SecureRandom(),
                        clock,
                        Optional.of(new Dnssec(mode, anchors, log)));
        DnsAnswer<RRset> answer =
                Objects.requireNonNull(source.query(List.of(question)).get(question));
        String status = log.result(question).map(DnssecLookup::said).orElse("-");
        return said(answer) + ", " + status;
    }

    private static String said(DnsAnswer<RRset> answer) {
        return switch (answer) {
            case DnsAnswer.Found<RRset>(RRset set, var ttl) ->
                    set.dnsRecords().stream()
                                    .map(DnssecLookup::said)
                                    .collect(Collectors.joining(" "))
                            + " "
                            + ttl.toSeconds();
            case DnsAnswer.Absent<RRset>(var ttl) -> "absent " + ttl.toSeconds();
            case DnsAnswer.Failed<RRset>(var problem) -> "failed: " + problem.what();
        };
    }

    private static String said(Record record) {
        return String.join("", ((TXTRecord) record).getStrings());
    }

    private static String said(DnssecResult result) {
        return result.status() + (result.reason().isEmpty() ? "" : ": " + result.reason());
    }
}
