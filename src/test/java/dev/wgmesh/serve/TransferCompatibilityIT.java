package dev.wgmesh.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.dns.ExternalTool;
import dev.wgmesh.testing.dns.LargeMesh;
import dev.wgmesh.testing.dns.RealServer;
import dev.wgmesh.testing.dns.TestKey;
import dev.wgmesh.testing.net.LoadedTime;
import dev.wgmesh.zone.Question;
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
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Record;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.ZoneTransferIn;

/** Transfers and updates of served zones with dig, kdig, nsupdate and BIND; needs all four. */
class TransferCompatibilityIT {
    /** Several messages. */
    private static final String ZONE =
            LargeMesh.zone(new Random(1), 500, 8) + "Mixed.CASE IN PTR _p2p.List-1.Example.COM.\n";

    @TempDir private Path folder;
    private final List<String> log = new CopyOnWriteArrayList<>();
    private ZoneServer ours;

    @BeforeEach
    void serve() throws IOException {
        Files.writeString(folder.resolve("example.com.zone"), ZONE);
        Files.writeString(
                folder.resolve("broken.example.zone"), LargeMesh.HEAD + "www IN A nonsense\n");
        var any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        var keys = new UpdateKeys(List.of(TestKey.KNOWN.key()), Clock.systemUTC());
        ours = ZoneServer.start(folder, any, keys, log::add);
    }

    @AfterEach
    void stop() {
        ours.close();
    }

    @Test
    void dig_and_kdig_read_the_zone_as_bind_sends_it() {
        try (var bind =
                RealServer.namedWith(
                        Map.of("example.com", ZONE),
                        """
                        zone "example.com" { type primary; file "FOLDER/example.com.zone"; \
                        check-names ignore; allow-transfer { any; }; };
                        """)) {
            List<String> theirs = lines(dig("dig", bind.address(), "AXFR"));
            assertEquals(2014, theirs.size());
            assertEquals(theirs, lines(dig("dig", ours.address(), "AXFR")));
            assertEquals(theirs, lines(dig("kdig", ours.address(), "AXFR")));
            assertEquals(theirs, lines(dig("dig", ours.address(), "IXFR=0")));
        }
    }

    @Test
    void signed_and_with_edns_it_is_the_same() {
        List<String> plain = lines(dig("dig", ours.address(), "AXFR"));
        String key = key();
        String signed = dig("dig", ours.address(), "AXFR", "-y", key);
        assertEquals(plain, lines(signed));
        assertTrue(!signed.contains("BADSIG") && !signed.contains("verif"), signed);
        assertEquals(plain, lines(dig("kdig", ours.address(), "AXFR", "-y", key)));
        assertEquals(plain, lines(dig("dig", ours.address(), "AXFR", "-y", key, "+edns=0")));
    }

    @Test
    void dnsjava_reads_and_verifies_every_message() throws Exception {
        TSIG signer = TestKey.KNOWN.key().signer(Clock.systemUTC());
        for (TSIG by : new TSIG[] {null, signer}) {
            var transfer = ZoneTransferIn.newAXFR(Question.name("example.com"), ours.address(), by);
            transfer.run();
            List<Record> records = transfer.getAXFR();
            assertEquals(2014, records.size());
            assertTrue(
                    records.toString().contains("Mixed.CASE.example.com."), "a name kept its case");
            assertTrue(records.toString().contains("_p2p.List-1.Example.COM."), "so did a target");
        }
    }

    @Test
    void a_client_that_is_up_to_date_gets_the_soa() {
        assertEquals(1, lines(dig("dig", ours.address(), "IXFR=1")).size());
        assertEquals(1, lines(dig("dig", ours.address(), "IXFR=2")).size());
        assertEquals(1, lines(dig("dig", ours.address(), "IXFR=0", "+notcp")).size());
    }

    @Test
    void a_zone_that_is_broken_or_not_here_is_not_transferred() {
        ExternalTool.run("", command("dig", ours.address(), "broken.example", "AXFR"));
        ExternalTool.run("", command("dig", ours.address(), "example.org", "AXFR"));
        assertTrue(
                log.contains("broken.example not transferred: SERVFAIL: the zone file has errors"),
                log.toString());
        assertTrue(
                log.contains(
                        "example.org not transferred: NOTAUTH: this server does not serve the"
                                + " zone"),
                log.toString());
    }

    @Test
    void nsupdate_updates_over_tcp_and_udp() throws Exception {
        for (String transport : List.of("tcp", "udp")) {
            String input =
                    """
                    server 127.0.0.1 %1$d
                    check-names off
                    zone example.com
                    prereq nxrrset _wireguard.%2$s.example.com A
                    update add _wireguard.%2$s.example.com 300 A 10.0.9.9
                    send
                    """
                            .formatted(ours.address().getPort(), transport);
            var words = new ArrayList<>(List.of("nsupdate", "-y", key()));
            if (transport.equals("tcp")) {
                words.add("-v");
            }
            assertEquals(new ExternalTool.Ended(0, ""), ExternalTool.run(input, words));
            var again = ExternalTool.run(input, words);
            assertTrue(again.output().contains("update failed: YXRRSET"), again.output());
        }
        var time = LoadedTime.limit(Duration.ofSeconds(10));
        while (updatedLines() < 2) {
            assertFalse(time.isOver(), "not in the file: within a second is promised");
            Thread.sleep(20);
        }
        assertTrue(log.contains("example.com updated by wg-mesh: serial 3, 1 RRset changed"));
        assertTrue(
                log.contains(
                        "example.com not updated by wg-mesh: YXRRSET: prerequisite failed:"
                                + " _wireguard.udp.example.com A exists"),
                log.toString());
    }

    private long updatedLines() throws IOException {
        String zone = Files.readString(folder.resolve("example.com.zone"));
        return zone.lines().filter(line -> line.contains("10.0.9.9")).count();
    }

    @Test
    void nsupdate_without_the_key_is_refused() {
        String input =
                """
                server 127.0.0.1 %d
                zone example.com
                update add x.example.com 300 A 10.0.9.9
                send
                """
                        .formatted(ours.address().getPort());
        String unsigned = ExternalTool.run(input, List.of("nsupdate")).output();
        assertTrue(unsigned.contains("update failed: REFUSED"), unsigned);
        String other =
                ExternalTool.run(
                                input,
                                List.of(
                                        "nsupdate",
                                        "-y",
                                        "hmac-sha256:wg-mesh:" + TestKey.OTHER_SECRET.secret()))
                        .output();
        assertTrue(other.contains("NOTAUTH(BADSIG)"), other);
        assertTrue(
                log.contains(
                        "example.com not updated by an unauthenticated client: REFUSED: the"
                                + " request is not signed with a key of --tsig-key-file"),
                log.toString());
        assertTrue(
                log.contains("rejected a message signed with the key wg-mesh: BADSIG"),
                log.toString());
    }

    private static String key() {
        return "hmac-sha256:" + TestKey.KNOWN.name() + ":" + TestKey.KNOWN.secret();
    }

    private static String dig(
            String tool, InetSocketAddress server, String type, String... options) {
        var words = command(tool, server, "example.com", type);
        words.addAll(List.of(options));
        return ExternalTool.output(words.toArray(String[]::new));
    }

    private static List<String> command(
            String tool, InetSocketAddress server, String zone, String type) {
        return new ArrayList<>(
                List.of(tool, "@127.0.0.1", "-p", server.getPort() + "", zone, type));
    }

    /** The records, sorted: no comments, one blank between words, lower case. */
    private static List<String> lines(String output) {
        return output.lines()
                .filter(line -> !line.isBlank() && !line.startsWith(";"))
                .map(line -> line.replaceAll("\\s+", " ").toLowerCase(Locale.ROOT))
                .filter(line -> !line.contains(" tsig "))
                .sorted()
                .toList();
    }
}
