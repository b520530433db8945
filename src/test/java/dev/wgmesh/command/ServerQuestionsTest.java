package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.dns.FakeDns;
import dev.wgmesh.testing.dns.FakeDns.Reaction;
import dev.wgmesh.testing.dns.FakePrimary;
import dev.wgmesh.zone.ZoneRecord;
import dev.wgmesh.zone.ZoneText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** What commands ask a server of RFC 2136: every question of theirs, in order. */
class ServerQuestionsTest {
    private static final String ZONE =
            """
            $ORIGIN example.com.
            $TTL 300
            @ SOA ns1 hostmaster 7 3600 600 604800 60
            @ NS ns1
            ns1 A 127.0.0.1
            _policy._p2p TXT pool=10.0.0.0/24
            _p2p TXT node-a.example.com
            _wireguard.node-a TXT MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=
            _wireguard.node-a A 10.0.0.1
            node-a A 192.0.2.1
            """;

    @TempDir Path folder;

    private final FakePrimary primary =
            new FakePrimary(
                    ZoneText.read("example.com.zone", _ -> ZONE, Optional.empty())
                            .contents()
                            .records()
                            .stream()
                            .map(ZoneRecord::record)
                            .toList(),
                    _ -> FakePrimary.UpdateBehaviour.WORKS);

    /** Returns what the server is asked for each command; the zone's own name is left out. */
    private String asked(FakeDns.Script script, String... lines) throws IOException {
        var asked = new StringBuilder();
        for (String line : lines) {
            try (var dns = FakeDns.start(script)) {
                var flags = " --server 127.0.0.1:" + dns.address().getPort();
                var run = new CommandFixture(folder).run((line + flags).split(" "));
                assertEquals(0, run.exit(), run.err());
                asked.append(line.replaceFirst(" .*", "")).append(":\n");
                for (String question : dns.queries()) {
                    asked.append(" ").append(shown(question)).append("\n");
                }
            }
        }
        return asked.toString();
    }

    private static String shown(String question) {
        return question.replace("tcp ", "")
                .replace(".example.com.", "")
                .replace("example.com.", "@");
    }

    private Reaction withoutTransfers(Message query, boolean tcp) throws IOException {
        return query.getQuestion().getType() == Type.AXFR
                ? new Reaction.Send(FakeDns.reply(query, Rcode.REFUSED, List.of()).toWire())
                : primary.respond(query, tcp);
    }

    @Test
    void a_zone_that_may_be_transferred() throws IOException {
        String key = PrivateKey.generate(new Random(1)).publicKey().base64();
        assertEquals(
                """
                list:
                 _p2p SOA
                 @ AXFR
                join:
                 _p2p SOA
                 _wireguard.node-b SOA
                 @ AXFR
                 UPDATE @
                 @ SOA
                 _p2p TXT
                 _revision._p2p TXT
                 _wireguard.node-b A
                 _wireguard.node-b TXT
                 @ IXFR
                set:
                 _p2p SOA
                 _wireguard.node-b SOA
                 @ AXFR
                 UPDATE @
                 @ SOA
                 _meta._wireguard.node-b TXT
                 @ IXFR
                leave:
                 _p2p SOA
                 _wireguard.node-b SOA
                 @ AXFR
                 UPDATE @
                 @ SOA
                 _p2p TXT
                 _revision._p2p TXT
                 _wireguard.node-b A
                 _wireguard.node-b TXT
                 _meta._wireguard.node-b TXT
                 @ IXFR
                """,
                asked(
                        primary,
                        "list _p2p.example.com",
                        "join node-b.example.com --mesh _p2p.example.com --public-key " + key,
                        "set node-b.example.com --mesh _p2p.example.com --site lab",
                        "leave node-b.example.com --mesh _p2p.example.com --yes"));
    }

    @Test
    void the_mesh_of_a_host_is_looked_up_in_its_zone() throws IOException {
        String key = PrivateKey.generate(new Random(1)).publicKey().base64();
        assertEquals(
                """
                join:
                 @ SOA
                 @ AXFR
                 _p2p SOA
                 _wireguard.node-b SOA
                """,
                asked(primary, "join node-b.example.com -n --public-key " + key));
    }

    @Test
    void a_zone_that_is_read_by_questions() throws IOException {
        String key = PrivateKey.generate(new Random(1)).publicKey().base64();
        assertEquals(
                """
                list:
                 _p2p SOA
                 @ AXFR
                 @ SOA
                 _p2p TXT
                 _p2p PTR
                 _policy._p2p TXT
                 _wireguard._udp.node-a SRV
                 _wireguard.node-a A
                 _wireguard.node-a TXT
                 _wireguard.node-a AAAA
                 _meta._wireguard.node-a TXT
                 _reflexive._wireguard.node-a SRV
                 node-a A
                 node-a AAAA
                join:
                 _p2p SOA
                 _wireguard.node-b SOA
                 @ AXFR
                 @ SOA
                 _p2p PTR
                 _p2p TXT
                 _policy._p2p TXT
                 _revision._p2p TXT
                 node-b A
                 node-b AAAA
                 _wireguard._udp.node-b SRV
                 _wireguard.node-b A
                 _wireguard.node-b TXT
                 _wireguard.node-b AAAA
                 _meta._wireguard.node-b TXT
                 _reflexive._wireguard.node-b SRV
                 _sig._wireguard.node-b TXT
                 wg-reflexive.node-b A
                 wg-reflexive.node-b AAAA
                 @ SOA
                 _p2p TXT
                 _p2p PTR
                 _policy._p2p TXT
                 _wireguard._udp.node-a SRV
                 _wireguard.node-a A
                 _wireguard.node-a TXT
                 _wireguard.node-a AAAA
                 _meta._wireguard.node-a TXT
                 _reflexive._wireguard.node-a SRV
                 node-a A
                 node-a AAAA
                 _wireguard._udp.node-b SRV
                 _wireguard.node-b A
                 _wireguard.node-b TXT
                 _wireguard.node-b AAAA
                 _meta._wireguard.node-b TXT
                 _reflexive._wireguard.node-b SRV
                 node-b A
                 node-b AAAA
                """,
                asked(
                        this::withoutTransfers,
                        "list _p2p.example.com",
                        "join node-b.example.com -n --mesh _p2p.example.com --public-key " + key));
    }
}
