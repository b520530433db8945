package dev.wgmesh.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.dns.ExternalTool;
import dev.wgmesh.testing.dns.LargeMesh;
import dev.wgmesh.testing.dns.RealServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares the development server with BIND and Knot on the same zone files, queried by dig and
 * kdig.
 */
class QueryCompatibilityIT {
    private static final Map<String, String> ZONES =
            Map.of(
                    "example.com",
                    LargeMesh.HEAD
                            + """
                            _p2p IN TXT node-a.example.com
                            _p2p IN TXT node-b.example.net
                            _policy._p2p IN TXT pool=10.0.0.0/24
                            _p2p IN PTR _p2p.eu
                            _wireguard.node-a IN TXT "MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8="
                            _wireguard.node-a IN A 10.0.0.1
                            _wireguard.node-a IN AAAA fd00::1
                            _wireguard._udp.node-a IN SRV 0 0 51820 node-a
                            node-a IN A 198.51.100.1
                            www IN CNAME node-a
                            out IN CNAME www.example.net.
                            away IN CNAME www.example.org.
                            gone IN CNAME nothing
                            loop IN CNAME loop2
                            loop2 IN CNAME loop
                            old IN DNAME new
                            a.new IN A 192.0.2.3
                            sub IN NS ns.sub
                            sub IN NS ns.example.net.
                            ns.sub IN A 192.0.2.4
                            below IN CNAME www.sub
                            *.wild IN TXT w
                            *.alias IN CNAME node-a
                            x.y IN TXT e
                            unknown IN TYPE65280 \\# 2 abcd
                            """
                            + IntStream.rangeClosed(1, 80)
                                    .mapToObj("many IN TXT a-rather-long-string-%02d\n"::formatted)
                                    .collect(Collectors.joining()),
                    "example.net",
                    LargeMesh.HEAD + "www IN A 192.0.2.2\nns IN A 192.0.2.8\n");

    private static final List<String> QUESTIONS =
            List.of(
                    "_p2p.example.com TXT",
                    "_P2P.example.COM TXT",
                    "_p2p.example.com PTR",
                    "_policy._p2p.example.com TXT",
                    "_wireguard.node-a.example.com TXT",
                    "_wireguard.node-a.example.com A",
                    "_wireguard.node-a.example.com AAAA",
                    "_wireguard._udp.node-a.example.com SRV",
                    "node-a.example.com A",
                    "node-a.example.com AAAA",
                    "example.com SOA",
                    "example.com NS",
                    "example.com A",
                    "www.example.com A",
                    "www.example.com CNAME",
                    "www.example.com TXT",
                    "out.example.com A",
                    "away.example.com A",
                    "gone.example.com A",
                    "a.old.example.com A",
                    "b.old.example.com A",
                    "old.example.com DNAME",
                    "old.example.com A",
                    "sub.example.com NS",
                    "sub.example.com DS",
                    "www.sub.example.com A",
                    "w.wild.example.com TXT",
                    "w.w.wild.example.com TXT",
                    "w.wild.example.com A",
                    "wild.example.com TXT",
                    "w.alias.example.com A",
                    "y.example.com TXT",
                    "no.example.com A",
                    "no.no.example.com A",
                    "unknown.example.com TYPE65280",
                    "node-a.example.com TYPE65280",
                    "www.example.com ANY",
                    "_wireguard.node-a.example.com ANY",
                    "no.example.com ANY",
                    "www.example.org A",
                    "many.example.com TXT",
                    "many.example.com TXT +ignore",
                    "many.example.com TXT +ignore +noedns",
                    "many.example.com TXT +tcp",
                    "node-a.example.com A +edns=1 +noednsneg",
                    "node-a.example.com A +dnssec",
                    "node-a.example.com A +opcode=NOTIFY",
                    "version.bind TXT CH");

    /**
     * What BIND does otherwise: it follows an alias only within its zone; without EDNS it sends as
     * many records of a truncated RRset as fit, we send none (RFC 2181, section 9); it knows
     * NOTIFY, and tells its version.
     */
    private static final List<String> NOT_LIKE_BIND =
            List.of("out.example.com A", "+noedns", "NOTIFY", "CH");

    @Test
    void bind_gives_the_same_answer_to_every_question() throws Exception {
        try (var named = RealServer.named(ZONES);
                var ours = ours(named)) {
            assertSame(named.address(), ours.address(), without(NOT_LIKE_BIND));
        }
    }

    /**
     * What Knot does otherwise: it adds the addresses of SRV targets; follows an alias only within
     * its zone; answers ANY with one RRset (RFC 8482); sends extended errors with REFUSED (RFC
     * 8914); judges versions, opcodes and classes in another order.
     */
    private static final List<String> NOT_LIKE_KNOT =
            List.of(
                    "SRV",
                    "out.example.com A",
                    "ANY",
                    "www.example.org A",
                    "+edns=1",
                    "NOTIFY",
                    "CH");

    @Test
    void knot_gives_the_same_answer_to_every_question() throws Exception {
        try (var knotd = RealServer.knotd(ZONES);
                var ours = ours(knotd)) {
            assertSame(knotd.address(), ours.address(), without(NOT_LIKE_KNOT));
        }
    }

    @Test
    void kdig_reads_our_answers() throws Exception {
        try (var named = RealServer.named(ZONES);
                var ours = ours(named)) {
            String said =
                    run(
                            "kdig",
                            "@127.0.0.1",
                            "-p",
                            ours.address().getPort() + "",
                            "_p2p.example.com",
                            "TXT",
                            "+short");
            assertEquals(
                    List.of("\"node-a.example.com\"", "\"node-b.example.net\""),
                    said.lines().sorted().toList());
            String tcp =
                    run(
                            "kdig",
                            "@127.0.0.1",
                            "-p",
                            ours.address().getPort() + "",
                            "+tcp",
                            "many.example.com",
                            "TXT",
                            "+short");
            assertEquals(80, tcp.lines().count());
        }
    }

    private static List<String> without(List<String> parts) {
        return QUESTIONS.stream().filter(q -> parts.stream().noneMatch(q::contains)).toList();
    }

    private static ZoneServer ours(RealServer other) {
        var any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        return ZoneServer.start(other.folder(), any, _ -> {});
    }

    private static void assertSame(
            InetSocketAddress theirs, InetSocketAddress ours, List<String> questions)
            throws Exception {
        var differences = new ArrayList<String>();
        for (String question : questions) {
            String expected = dig(theirs, question);
            String said = dig(ours, question);
            assertTrue(expected.contains("status: "), expected);
            if (!expected.equals(said)) {
                differences.add(
                        "== " + question + "\n-- theirs\n" + expected + "\n-- ours\n" + said);
            }
        }
        assertEquals("", String.join("\n", differences));
    }

    /** Header, sections and records, sorted, without what differs between two runs. */
    private static String dig(InetSocketAddress server, String question) throws Exception {
        var command =
                new ArrayList<>(
                        List.of(
                                "dig",
                                "@127.0.0.1",
                                "-p",
                                server.getPort() + "",
                                "+nocookie",
                                "+norecurse",
                                "+time=5",
                                "+tries=1"));
        command.addAll(List.of(question.split(" ")));
        String[] parts =
                run(command.toArray(String[]::new))
                        .split("\n(?=;; [A-Z ]+ SECTION:|;; Query time)");
        return Stream.of(parts)
                .filter(part -> !part.startsWith(";; Query time"))
                .map(QueryCompatibilityIT::sorted)
                .collect(Collectors.joining("\n"));
    }

    private static final Pattern NOISE =
            Pattern.compile(
                    "^;; Query time|^; <<>>|^;; global options|^;; WARNING|^;; Got answer|^$|, id: [0-9]+|udp: [0-9]+|\\s+(?=\\s)");

    private static String sorted(String part) {
        return part.lines()
                .filter(line ->
                        !line.startsWith("; <<>>")
                                && !line.startsWith(";; global")
                                && !line.isBlank())
                .map(line -> NOISE.matcher(line.replace('\t', ' ')).replaceAll(""))
                .map(line -> line.startsWith(";") ? line : lowerOwner(line))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static String lowerOwner(String line) {
        return line.toLowerCase(java.util.Locale.ROOT);
    }

    private static String run(String... command) {
        return ExternalTool.run("", List.of(command)).output();
    }
}
