package dev.wgmesh.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.testing.dns.LargeMesh;
import dev.wgmesh.testing.dns.RealServer;
import dev.wgmesh.testing.dns.TestKey;
import dev.wgmesh.tsig.TsigAlgorithm;
import dev.wgmesh.zone.Question;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;

/**
 * Compares the answers of BIND and the development server to signed, badly signed and unsigned
 * messages.
 */
class TsigCompatibilityIT {
    private static final String ZONE = LargeMesh.HEAD + "www IN A 192.0.2.1\n";

    /** Milliseconds after which a server is taken to say nothing. */
    private static final int SILENCE = 60_000;

    private static final Duration SKEW = Duration.ofMinutes(10);

    @TempDir private Path folder;

    @Test
    void bind_gives_the_same_answer_to_every_signature() throws Exception {
        Files.writeString(folder.resolve("example.com.zone"), ZONE);
        var any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        var keys = new UpdateKeys(List.of(TestKey.KNOWN.key()), Clock.systemUTC());
        try (var bind =
                        RealServer.namedUpdated(
                                Map.of("example.com", ZONE),
                                "check-names ignore; allow-transfer { any; };");
                var ours = ZoneServer.start(folder, any, keys, _ -> {})) {
            var theirs = new ArrayList<String>();
            var said = new ArrayList<String>();
            for (boolean overTcp : new boolean[] {true, false}) {
                for (Map.Entry<String, Message> message : messages().entrySet()) {
                    for (Map.Entry<String, Optional<TSIG>> signer : signers().entrySet()) {
                        String name =
                                (overTcp ? "TCP " : "UDP ")
                                        + message.getKey()
                                        + ", "
                                        + signer.getKey()
                                        + ": ";
                        Message sent = message.getValue().clone();
                        theirs.add(name + said(bind.address(), sent, signer.getValue(), overTcp));
                        said.add(name + said(ours.address(), sent, signer.getValue(), overTcp));
                    }
                }
            }
            assertEquals(String.join("\n", theirs), String.join("\n", said));
        }
    }

    private static Map<String, Message> messages() throws IOException {
        var messages = new LinkedHashMap<String, Message>();
        messages.put("query", query("www.example.com", Type.A));
        messages.put("query elsewhere", query("www.example.org", Type.A));
        messages.put("transfer", query("example.com", Type.AXFR));
        messages.put("transfer elsewhere", query("example.org", Type.AXFR));
        messages.put("update", update("example.com", "new.example.com"));
        messages.put("update elsewhere", update("example.org", "new.example.org"));
        messages.put("update out of zone", update("example.com", "new.example.org"));
        return messages;
    }

    private static Message query(String owner, int type) {
        return Message.newQuery(Record.newRecord(Question.name(owner), type, DClass.IN));
    }

    private static Message update(String zone, String owner) throws IOException {
        var update = new Message();
        update.getHeader().setOpcode(Opcode.UPDATE);
        update.addRecord(Record.newRecord(Question.name(zone), Type.SOA, DClass.IN), Section.ZONE);
        update.addRecord(
                Record.fromString(
                        Question.name(owner),
                        Type.A,
                        DClass.IN,
                        300,
                        "192.0.2.7",
                        Question.name(zone)),
                Section.UPDATE);
        return update;
    }

    private static Map<String, Optional<TSIG>> signers() {
        InstantSource now = Clock.systemUTC();
        var signers = new LinkedHashMap<String, Optional<TSIG>>();
        signers.put("unsigned", Optional.empty());
        signers.put("signed", Optional.of(TestKey.KNOWN.key().signer(now)));
        signers.put("another secret", Optional.of(TestKey.OTHER_SECRET.key().signer(now)));
        signers.put("an unknown key", Optional.of(TestKey.UNKNOWN.key().signer(now)));
        signers.put(
                "another algorithm",
                Optional.of(
                        new TestKey(
                                        TestKey.KNOWN.name(),
                                        TsigAlgorithm.HMAC_SHA512,
                                        TestKey.KNOWN.secret())
                                .key()
                                .signer(now)));
        signers.put(
                "a clock that is early",
                Optional.of(TestKey.KNOWN.key().signer(() -> now.instant().minus(SKEW))));
        signers.put(
                "a clock that is late",
                Optional.of(TestKey.KNOWN.key().signer(() -> now.instant().plus(SKEW))));
        return signers;
    }

    private static String said(
            InetSocketAddress server, Message message, Optional<TSIG> signer, boolean overTcp)
            throws IOException {
        Message sent = message.clone();
        Optional<TSIGRecord> signature =
                signer.map(by -> by.generate(sent, sent.toWire(), Rcode.NOERROR, null));
        signature.ifPresent(record -> sent.addRecord(record, Section.ADDITIONAL));
        byte[] octets = overTcp ? overTcp(server, sent.toWire()) : overUdp(server, sent.toWire());
        var reply = new Message(octets);
        String text =
                Rcode.string(reply.getRcode())
                        + (reply.getSection(Section.QUESTION).isEmpty()
                                ? ""
                                : " with the question");
        TSIGRecord tsig = reply.getTSIG();
        if (tsig == null) {
            return text + ", unsigned";
        }
        int verified = signer.orElseThrow().verify(reply, octets, signature.orElseThrow(), true);
        return "%s, %s, %d octets of MAC, %d of other data, id %s, time %s, verifies %s"
                .formatted(
                        text,
                        Rcode.TSIGstring(tsig.getError()),
                        tsig.getSignature().length,
                        Optional.ofNullable(tsig.getOther()).map(other -> other.length).orElse(0),
                        tsig.getOriginalID() == message.getHeader().getID() ? "as asked" : "other",
                        Duration.between(
                                                        signature.orElseThrow().getTimeSigned(),
                                                        tsig.getTimeSigned())
                                                .abs()
                                                .toSeconds()
                                        < 5
                                ? "as asked"
                                : "now",
                        Rcode.TSIGstring(verified));
    }

    private static byte[] overTcp(InetSocketAddress server, byte[] octets) throws IOException {
        try (var socket = new Socket(server.getAddress(), server.getPort())) {
            socket.setSoTimeout(SILENCE);
            var out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(octets.length);
            out.write(octets);
            var in = new DataInputStream(socket.getInputStream());
            byte[] reply = new byte[in.readUnsignedShort()];
            in.readFully(reply);
            return reply;
        }
    }

    private static byte[] overUdp(InetSocketAddress server, byte[] octets) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(SILENCE);
            socket.send(new DatagramPacket(octets, octets.length, server));
            var packet = new DatagramPacket(new byte[4096], 4096);
            socket.receive(packet);
            return Arrays.copyOf(packet.getData(), packet.getLength());
        }
    }
}
