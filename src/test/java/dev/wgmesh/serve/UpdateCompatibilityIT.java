package dev.wgmesh.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.testing.dns.LargeMesh;
import dev.wgmesh.testing.dns.RealServer;
import dev.wgmesh.testing.dns.TestKey;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RecordText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneTransferException;
import org.xbill.DNS.ZoneTransferIn;

/**
 * Compares BIND and the development server on the same updates: the rcodes, and the zones after
 * each update.
 */
class UpdateCompatibilityIT {
    private static final Name APEX = Question.name("example.com");

    private static final String ZONE =
            LargeMesh.HEAD
                    + """
                    _p2p 600 IN TXT node-a.example.com
                    _p2p 600 IN TXT node-b.example.com
                    _p2p 600 IN PTR _p2p.EU
                    _revision._p2p IN TXT "7"
                    _wireguard.node-a IN TXT "MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8="
                    _wireguard.node-a IN A 10.0.0.1
                    node-a IN A 198.51.100.1
                    ns2 IN A 192.0.2.2
                    www IN CNAME node-a
                    old IN DNAME new
                    below.empty IN TXT e
                    *.wild IN TXT w
                    sub IN NS ns.sub
                    ns.sub IN A 192.0.2.4
                    unknown IN TYPE65280 \\# 2 abcd
                    """
                    + IntStream.rangeClosed(1, 99)
                            .mapToObj("many IN TXT member-%02d\n"::formatted)
                            .collect(Collectors.joining());

    /** Each as {@link UpdateText} reads it. */
    private static final List<String> UPDATES =
            """
            | new 300 IN A 192.0.2.1
            | new 300 IN A 192.0.2.1
            | new 300 IN A 192.0.2.2 & new 300 IN TXT t & x.y.z 60 IN AAAA fd00::1
            | NEW 300 IN A 192.0.2.3
            | new 0 NONE A 192.0.2.1
            | new 0 NONE A 192.0.2.99
            | new 0 ANY TXT
            | new 0 ANY ANY
            | new 0 ANY ANY
            | x.y.z 0 ANY AAAA
            _p2p 0 IN TXT node-a.example.com | a 300 IN A 192.0.2.1
            _p2p 0 IN TXT node-b.example.com & _p2p 0 IN TXT node-a.example.com | a1 300 IN A 192.0.2.1
            _P2P 0 IN TXT node-b.example.com & _p2p 0 IN TXT node-a.example.com | a2 300 IN A 192.0.2.1
            _p2p 0 IN TXT node-b.example.com & _p2p 0 IN TXT node-a.example.com & _p2p 0 IN TXT node-a.example.com | a3 300 IN A 192.0.2.1
            _p2p 0 IN TXT node-b.example.com & _p2p 0 IN TXT node-a.example.com & _p2p 0 IN TXT node-c.example.com | a4 300 IN A 192.0.2.1
            _p2p 0 IN TXT NODE-b.example.com & _p2p 0 IN TXT node-a.example.com | a5 300 IN A 192.0.2.1
            _p2p 0 IN PTR _p2p.eu.example.com. | a6 300 IN A 192.0.2.1
            _p2p 0 IN PTR _p2p.EU.example.com. | a7 300 IN A 192.0.2.1
            _p2p 600 IN PTR _p2p.EU.example.com. | a8 300 IN A 192.0.2.1
            _revision._p2p 0 IN TXT 7 & _p2p 0 IN TXT node-b.example.com & _p2p 0 IN TXT node-a.example.com | _p2p 600 IN TXT node-c.example.com & _revision._p2p 0 ANY TXT & _revision._p2p 300 IN TXT 8
            _revision._p2p 0 IN TXT 7 | _revision._p2p 300 IN TXT 8
            _revision._p2p 0 IN TXT 8 & nothing 0 IN TXT 8 | a9 300 IN A 192.0.2.1
            node-a 0 ANY ANY | b 300 IN A 192.0.2.1
            nothing 0 ANY ANY | b1 300 IN A 192.0.2.1
            empty 0 ANY ANY | b2 300 IN A 192.0.2.1
            q.wild 0 ANY ANY | b3 300 IN A 192.0.2.1
            node-a 0 ANY A | b4 300 IN A 192.0.2.1
            node-a 0 ANY TXT | b5 300 IN A 192.0.2.1
            www 0 ANY A | b6 300 IN A 192.0.2.1
            node-a 0 NONE ANY | b7 300 IN A 192.0.2.1
            nothing 0 NONE ANY | b8 300 IN A 192.0.2.1
            empty 0 NONE ANY | b9 300 IN A 192.0.2.1
            node-a 0 NONE A | c 300 IN A 192.0.2.1
            node-a 0 NONE TXT | c1 300 IN A 192.0.2.1
            node-a 5 ANY A | c2 300 IN A 192.0.2.1
            node-a 5 NONE TXT | c3 300 IN A 192.0.2.1
            node-a 0 ANY A 198.51.100.1 | c4 300 IN A 192.0.2.1
            node-a 0 NONE A 198.51.100.1 | c5 300 IN A 192.0.2.1
            node-a 0 CH A | c6 300 IN A 192.0.2.1
            node-a 0 IN A | c7 300 IN A 192.0.2.1
            node-a 0 ANY AXFR | c7 300 IN A 192.0.2.1
            x.example.net. 0 ANY A | c8 300 IN A 192.0.2.1
            x.example.net. 0 NONE A | c8 300 IN A 192.0.2.1
            x.example.net. 0 IN A 192.0.2.1 | c8 300 IN A 192.0.2.1
            nothing 0 ANY A & x.example.net. 0 NONE A | c8 300 IN A 192.0.2.1
            nothing 0 ANY A & node-a 5 ANY A | c8 300 IN A 192.0.2.1
            node-a 5 ANY A & nothing 0 ANY A | c8 300 IN A 192.0.2.1
            nothing 0 ANY A | x.example.net. 300 IN A 192.0.2.1
            nothing 0 ANY A | c9 300 ANY A
            _p2p 0 IN TXT 1 & nothing 0 ANY ANY | c9 300 IN A 192.0.2.1
            | x.example.net. 300 IN A 192.0.2.1
            | d 300 IN A 192.0.2.1 & x.example.net. 300 IN A 192.0.2.1
            | d 300 IN A 192.0.2.1 & e 300 ANY A
            | d 300 ANY A
            | d 0 ANY A 192.0.2.1
            | d 300 NONE A 192.0.2.1
            | d 0 NONE A
            | d 0 NONE ANY
            | d 300 IN A
            | d 300 IN ANY
            | d 300 IN AXFR
            | d 0 ANY AXFR
            | d 0 ANY MAILB
            | d 0 NONE TYPE255
            | d 300 IN TYPE200 \\# 1 00
            | d 300 CH A
            | d 300 IN TYPE65280 \\# 2 abcd
            | unknown 0 NONE TYPE65280 \\# 2 abcd
            | www 300 IN A 192.0.2.1
            | www 300 IN CNAME node-b
            | node-a 300 IN CNAME node-b
            | fresh 300 IN CNAME node-b & fresh 300 IN A 192.0.2.1
            | fresh2 300 IN A 192.0.2.1 & fresh2 300 IN CNAME node-b
            | www 0 ANY CNAME & www 300 IN A 192.0.2.7
            | www 0 ANY ANY & www 300 IN CNAME node-a
            | old 300 IN DNAME newer
            | old 300 IN A 192.0.2.8
            | @ 0 ANY SOA
            | @ 0 ANY NS
            | @ 0 NONE NS ns1
            | @ 0 NONE NS ns9
            | @ 300 IN NS ns2
            | @ 0 NONE NS ns1
            | @ 0 NONE NS ns2
            | @ 300 IN NS ns1 & @ 0 NONE NS ns2
            | @ 300 IN TXT apex & @ 300 IN MX 10 node-a
            | @ 0 ANY ANY
            | @ 0 NONE SOA ns1 hostmaster 1 3600 900 604800 60
            | @ 300 IN SOA ns1 hostmaster 1 3600 900 604800 60
            | node-a 300 IN SOA ns1 hostmaster 99 3600 900 604800 60
            | @ 300 IN NS ns3
            | ns1 0 ANY A
            | ns3 300 IN CNAME ns1 & @ 300 IN NS ns3
            | @ 300 IN NS ns.example.net.
            | @ 0 NONE NS ns.example.net.
            | @ 300 IN NS ns4 & ns4 300 IN AAAA fd00::4
            | @ 300 IN NS ns5.sub
            | mx 300 IN MX 10 nothing
            | mx 300 IN MX 10 www
            | mx 300 IN SRV 0 0 1 nothing
            | sub 300 IN NS ns2.sub
            | sub 300 IN DS 1 8 2 0000000000000000000000000000000000000000000000000000000000000000
            | sub 0 ANY NS
            | sub 300 IN NS ns2.sub & sub 300 IN DS 1 8 2 0000000000000000000000000000000000000000000000000000000000000000
            | sub 0 ANY ANY
            | www 0 ANY ANY & nodata 300 IN A 192.0.2.1 & sub 300 IN DS 1 8 2 0000000000000000000000000000000000000000000000000000000000000000
            | @ 300 IN DS 1 8 2 0000000000000000000000000000000000000000000000000000000000000000
            | *.wild 300 IN NS ns1 & *.wild 300 IN DNAME new & *.wild 300 IN TXT w2
            | mixed 60 IN A 192.0.2.1 & mixed 300 IN A 192.0.2.2
            | mixed2 60 IN A 192.0.2.1 & mixed2 120 IN A 192.0.2.1
            | mixed3 60 IN A 192.0.2.1 & mixed3 0 NONE A 192.0.2.1 & mixed3 90 IN A 192.0.2.2
            | many 300 IN TXT member-100
            | many 300 IN TXT member-101
            | other 300 IN A 192.0.2.1 & many 300 IN TXT member-101
            | many 0 NONE TXT member-01 & many 300 IN TXT member-101
            | many 300 IN TXT member-102 & many 0 NONE TXT member-02
            | many 300 IN TXT member-100
            | many 0 ANY TXT & many 300 IN TXT one
            | wild 300 IN A 192.0.2.1
            | *.wild 300 IN A 192.0.2.1
            | q.*.wild 300 IN A 192.0.2.1
            | _wireguard.node-z 300 IN A 10.0.0.9 & _wireguard.node-z 300 IN AAAA fd00::9
            | _wireguard._udp.node-z 300 IN SRV 0 0 51820 node-z
            | _WIREGUARD._udp.node-z 0 NONE SRV 0 0 51820 NODE-Z
            | _p2p 0 NONE PTR _p2p.eu
            | t 300 IN TXT "a;b\\"c\\\\d" "second" & t 300 IN TXT ""
            | t 0 NONE TXT ""
            | n 300 IN NSEC next A
            | n 0 ANY NSEC
            | n 0 ANY RRSIG
            | n 300 IN RRSIG A 8 3 300 20300101000000 20200101000000 1 example.com. AAAA
            | n 300 IN KEY 256 3 8 AAAA & www 300 IN KEY 256 3 8 AAAA
            | a 300 IN A 192.0.2.1 | @ 0 IN A
            | a 300 IN A 192.0.2.1 | example.net. 0 IN SOA
            | a.sub 300 IN A 192.0.2.1 | sub 0 IN SOA
            | a 300 IN A 192.0.2.1 | @ 0 IN SOA & @ 0 IN SOA
            |
            """
                    .lines()
                    .toList();

    @TempDir private Path folder;
    private final List<String> log = new ArrayList<>();
    private RealServer bind;
    private ZoneServer ours;

    @BeforeEach
    void both() throws IOException {
        bind =
                RealServer.namedUpdated(
                        Map.of("example.com", ZONE),
                        "check-names ignore; allow-transfer { any; };");
        Files.writeString(folder.resolve("example.com.zone"), ZONE);
        var any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        var keys = new UpdateKeys(List.of(TestKey.KNOWN.key()), Clock.systemUTC());
        ours = ZoneServer.start(folder, any, keys, log::add);
    }

    @AfterEach
    void stop() {
        bind.close();
        ours.close();
    }

    @Test
    void bind_does_the_same_with_every_update() throws Exception {
        var differences = new ArrayList<String>();
        State theirs = state(bind.address());
        State ours = state(this.ours.address());
        for (String update : UPDATES) {
            String they = said(bind.address(), update, Optional.of(TestKey.KNOWN), true);
            String we = said(this.ours.address(), update, Optional.of(TestKey.KNOWN), true);
            State theirsAfter = state(bind.address());
            State oursAfter = state(this.ours.address());
            they += theirsAfter.since(theirs);
            we += oursAfter.since(ours);
            if (!they.equals(we)) {
                differences.add(update + "\n  theirs " + they + "\n  ours   " + we);
            }
            theirs = theirsAfter;
            ours = oursAfter;
        }
        assertEquals("", String.join("\n", differences));
    }

    /** {@code update => BIND's; ours}. */
    private static final String OTHERWISE =
            """
            | _p2p 60 IN TXT node-a.example.com => NOERROR serial+1 - _p2p.example.com. 600 TXT "node-a.example.com" - _p2p.example.com. 600 TXT "node-b.example.com" + _p2p.example.com. 60 TXT "node-a.example.com" + _p2p.example.com. 60 TXT "node-b.example.com"; NOERROR serial+0
            | node-a 60 IN A 198.51.100.2 => NOERROR serial+1 - node-a.example.com. 300 A 198.51.100.1 + node-a.example.com. 60 A 198.51.100.1 + node-a.example.com. 60 A 198.51.100.2; NOERROR serial+1 + node-a.example.com. 300 A 198.51.100.2
            | @ 300 IN SOA ns1 hostmaster 9 3600 900 604800 60 => NOERROR serial+6; REFUSED serial+0
            node-a 0 IN ANY | c7 300 IN A 192.0.2.1 => NXRRSET serial+0; FORMERR serial+0
            | s 300 IN DS 1 8 2 0000000000000000000000000000000000000000000000000000000000000000 => NOERROR serial+1; NOERROR serial+0
            | n 300 IN NSEC3 1 0 0 - 00000000000000000000000000000000 A => SERVFAIL serial+0; REFUSED serial+0
            | n 300 IN A 192.0.2.1 | @ 0 CH SOA => NOTIMP serial+0; NOTAUTH serial+0
            | n 300 IN A 192.0.2.1 | @ 0 ANY SOA => FORMERR serial+0; NOTAUTH serial+0
            """;

    @Test
    void differences_from_bind() throws Exception {
        var said = new StringBuilder();
        for (String line : OTHERWISE.lines().toList()) {
            String update = line.substring(0, line.indexOf(" =>"));
            said.append(update)
                    .append(" => ")
                    .append(done(bind.address(), update))
                    .append("; ")
                    .append(done(ours.address(), update))
                    .append('\n');
        }
        assertEquals(OTHERWISE, said.toString());
    }

    private static String done(InetSocketAddress server, String update) throws Exception {
        State before = state(server);
        return said(server, update, Optional.of(TestKey.KNOWN), true) + state(server).since(before);
    }

    @Test
    void both_stop_at_a_hundred_types_of_a_name() throws Exception {
        String hundred =
                IntStream.range(0, 100)
                        .mapToObj(i -> "t 300 IN TYPE%d \\# 1 00".formatted(65280 + i))
                        .collect(Collectors.joining(" & ", "| ", ""));
        for (String update : List.of(hundred, "| t 300 IN A 192.0.2.1", "| t 0 ANY ANY")) {
            assertEquals(done(bind.address(), update), done(ours.address(), update));
        }
    }

    /** A zone, its records without the SOA as text. */
    private record State(Set<String> records, long serial) {
        /** {@code serial+1 - OLD + NEW}. */
        String since(State before) {
            var text = new StringBuilder(" serial+").append(serial - before.serial);
            before.records.stream()
                    .filter(record -> !records.contains(record))
                    .forEach(record -> text.append(" - ").append(record));
            records.stream()
                    .filter(record -> !before.records.contains(record))
                    .forEach(record -> text.append(" + ").append(record));
            return text.toString();
        }
    }

    /** The rcode. */
    private static String said(
            InetSocketAddress server, String update, Optional<TestKey> key, boolean overTcp)
            throws IOException {
        var resolver = new SimpleResolver(server);
        resolver.setTCP(overTcp);
        resolver.setTimeout(Duration.ofSeconds(60));
        key.ifPresent(known -> resolver.setTSIGKey(known.key().signer(Clock.systemUTC())));
        return Rcode.string(resolver.send(UpdateText.message(update)).getRcode());
    }

    /** As dnsjava transfers it. */
    private static State state(InetSocketAddress server) throws IOException, ZoneTransferException {
        ZoneTransferIn transfer = ZoneTransferIn.newAXFR(APEX, server, null);
        transfer.run();
        var records = new TreeSet<String>();
        for (Record record : transfer.getAXFR()) {
            if (record.getType() != Type.SOA) {
                String text = record.getTTL() + " " + Type.string(record.getType());
                String owner = record.getName().toString().toLowerCase(Locale.ROOT);
                records.add(owner + " " + text + " " + RecordText.data(record));
            }
        }
        return new State(records, ((SOARecord) transfer.getAXFR().getFirst()).getSerial());
    }
}
