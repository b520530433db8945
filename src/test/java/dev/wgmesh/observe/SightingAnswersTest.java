package dev.wgmesh.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.testing.MeshFixture;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class SightingAnswersTest {
    private static final IpAddress CLIENT = IpAddress.of("10.0.0.2");
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private Instant now = START;
    private int readings;
    private SightingAnswers answers;

    @BeforeEach
    void observer() {
        var table =
                new SightingTable(
                        () -> {
                            readings++;
                            return List.of(
                                    peer("c", "203.0.113.3:4500", START.minusSeconds(100)),
                                    peer("d", "203.0.113.4:51820", START.minusSeconds(200)));
                        },
                        () -> now);
        answers = new SightingAnswers(table, new QuestionLimit(() -> now));
        answers.update(
                new ObservedMesh(
                        Map.of(
                                new HostName("c.example.com"),
                                MeshFixture.key("c"),
                                new HostName("d.example.com"),
                                MeshFixture.key("d")),
                        Set.of(CLIENT)));
    }

    private static PeerState peer(String letter, String endpoint, Instant handshake) {
        var peer =
                new Peer(
                        MeshFixture.key(letter),
                        Endpoint.parse(endpoint),
                        List.of(),
                        Duration.ZERO);
        return new PeerState(peer, Optional.of(handshake), 0, 0, false);
    }

    private Message ask(String name, int type) throws IOException {
        Message query = Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
        return new Message(answers.answer(query.toWire(), CLIENT).orElseThrow());
    }

    private String answer(String name, int type) throws IOException {
        Message answer = ask(name, type);
        var text = new StringBuilder(Rcode.string(answer.getRcode()));
        for (int section : new int[] {Section.ANSWER, Section.ADDITIONAL}) {
            answer.getSection(section)
                    .forEach(record ->
                            text.append("; " + record.getTTL() + " " + record.rdataToString()));
        }
        return text.toString();
    }

    @Test
    void an_endpoint_with_a_handshake_in_the_last_three_minutes_is_told_and_nothing_else()
            throws IOException {
        assertEquals(
                "NOERROR; 15 0 0 4500 wg-reflexive.c.example.com.; 15 203.0.113.3",
                answer("_reflexive._wireguard.C.example.com.", Type.SRV));
        assertEquals("NOERROR; 15 203.0.113.3", answer("wg-reflexive.c.example.com.", Type.A));
        assertEquals("NOERROR", answer("wg-reflexive.c.example.com.", Type.AAAA));
        for (String other :
                List.of(
                        "_reflexive._wireguard.d.example.com.",
                        "_reflexive._wireguard.e.example.com.",
                        "_wireguard._udp.c.example.com.",
                        "c.example.com.",
                        ".")) {
            assertEquals("REFUSED", answer(other, Type.SRV), other);
        }
        assertEquals("REFUSED", answer("c.example.com.", Type.A));
        assertEquals("REFUSED", answer("_reflexive._wireguard.c.example.com.", Type.ANY));
    }

    @Test
    void the_interface_is_read_once_a_second() throws IOException {
        for (int i = 0; i < 5; i++) {
            ask("_reflexive._wireguard.c.example.com.", Type.SRV);
        }
        now = now.plusSeconds(1);
        ask("_reflexive._wireguard.c.example.com.", Type.SRV);
        assertEquals(2, readings);
    }

    @Test
    void strangers_floods_responses_and_noise_get_no_answer() throws IOException {
        Message query =
                Message.newQuery(
                        Record.newRecord(
                                Name.fromString("_reflexive._wireguard.c.example.com."),
                                Type.SRV,
                                DClass.IN));
        byte[] wire = query.toWire();
        assertTrue(answers.answer(wire, IpAddress.of("192.168.1.2")).isEmpty());
        assertTrue(answers.answer(new byte[] {1, 2, 3}, CLIENT).isEmpty());
        byte[] response = answers.answer(wire, CLIENT).orElseThrow();
        assertTrue(answers.answer(response, CLIENT).isEmpty());
        int answered = 0;
        for (int i = 0; i < 400; i++) {
            answered += answers.answer(wire, CLIENT).isPresent() ? 1 : 0;
        }
        assertEquals(197, answered);
        now = now.plusSeconds(2);
        assertTrue(answers.answer(wire, CLIENT).isPresent());
    }
}
