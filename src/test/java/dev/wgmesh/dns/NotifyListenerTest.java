package dev.wgmesh.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.dns.FreePort;
import dev.wgmesh.tsig.TsigAlgorithm;
import dev.wgmesh.tsig.TsigKey;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Messages of a primary over loopback. */
@Timeout(60)
class NotifyListenerTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));
    private static final Set<IpAddress> LOOPBACK = Set.of(IpAddress.of("127.0.0.1"));

    private final Semaphore changes = new Semaphore(0);

    private NotifyListener listen(Set<IpAddress> primaries, TsigKey... keys) throws IOException {
        return NotifyListener.open(
                NameServer.of("127.0.0.1:" + FreePort.next(), 53),
                () -> primaries,
                List.of(keys),
                CLOCK,
                changes::release);
    }

    private static TsigKey key(int octet) {
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) octet);
        return new TsigKey(Name.fromConstantString("notify."), TsigAlgorithm.HMAC_SHA256, secret);
    }

    private static Message notification() {
        Record question =
                Record.newRecord(Name.fromConstantString("example.com."), Type.SOA, DClass.IN);
        Message message = Message.newQuery(question);
        message.getHeader().setOpcode(Opcode.NOTIFY);
        message.getHeader().unsetFlag(Flags.RD);
        message.getHeader().setFlag(Flags.AA);
        return message;
    }

    private static byte[] signed(TsigKey key) {
        Message message = notification();
        key.signer(CLOCK).apply(message, null);
        return message.toWire(Message.MAXLENGTH);
    }

    /** Sends a datagram, and returns the rcode of the reply; -1: there is none. */
    private static int udp(NotifyListener to, byte[] octets) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(500);
            InetAddress loopback = InetAddress.getByName("127.0.0.1");
            socket.send(new DatagramPacket(octets, octets.length, loopback, to.port()));
            var reply = new DatagramPacket(new byte[4096], 4096);
            socket.receive(reply);
            return rcode(Arrays.copyOf(reply.getData(), reply.getLength()));
        } catch (SocketTimeoutException _) {
            return -1;
        }
    }

    private static int tcp(NotifyListener to, byte[] octets) throws IOException {
        try (var socket = new Socket("127.0.0.1", to.port())) {
            var out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(octets.length);
            out.write(octets);
            var in = new DataInputStream(socket.getInputStream());
            byte[] reply = new byte[in.readUnsignedShort()];
            in.readFully(reply);
            return rcode(reply);
        }
    }

    private static int rcode(byte[] reply) throws IOException {
        var message = new Message(reply);
        assertEquals(Opcode.NOTIFY, message.getHeader().getOpcode());
        assertEquals(true, message.getHeader().getFlag(Flags.QR));
        return message.getHeader().getRcode();
    }

    private boolean heard() throws InterruptedException {
        return changes.tryAcquire(1, 2, TimeUnit.SECONDS);
    }

    @Test
    void a_message_of_the_primary_counts_over_udp_and_tcp() throws Exception {
        byte[] octets = notification().toWire();
        try (NotifyListener listener = listen(LOOPBACK)) {
            assertEquals(Rcode.NOERROR, udp(listener, octets));
            assertEquals(true, heard());
            assertEquals(Rcode.NOERROR, tcp(listener, octets));
            assertEquals(true, heard());
        }
    }

    @Test
    void connections_that_send_nothing_delay_no_other() throws Exception {
        byte[] octets = notification().toWire();
        var silent = new ArrayList<Socket>();
        try (NotifyListener listener = listen(LOOPBACK)) {
            for (int i = 0; i < 10; i++) {
                silent.add(new Socket("127.0.0.1", listener.port()));
                silent.getLast().getOutputStream().write(0);
            }
            long before = System.nanoTime();
            assertEquals(Rcode.NOERROR, tcp(listener, octets));
            assertEquals(true, System.nanoTime() - before < 10_000_000_000L);
            assertEquals(true, heard());
            for (Socket socket : silent) {
                assertEquals(-1, socket.getInputStream().read());
            }
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void a_message_of_any_other_address_gets_no_answer() throws Exception {
        try (NotifyListener listener = listen(Set.of(IpAddress.of("192.0.2.53")))) {
            assertEquals(-1, udp(listener, notification().toWire()));
            assertThrows(IOException.class, () -> tcp(listener, notification().toWire()));
        }
        assertEquals(0, changes.availablePermits());
    }

    @Test
    void with_a_key_only_a_message_that_it_signed_counts() throws Exception {
        try (NotifyListener listener = listen(LOOPBACK, key(1))) {
            assertEquals(Rcode.REFUSED, udp(listener, notification().toWire()));
            assertEquals(Rcode.REFUSED, udp(listener, signed(key(2))));
            assertEquals(0, changes.availablePermits());
            assertEquals(Rcode.NOERROR, udp(listener, signed(key(1))));
            assertEquals(true, heard());
        }
    }

    @Test
    void other_messages_and_garbage_are_ignored() throws Exception {
        Message question = notification();
        question.getHeader().setOpcode(Opcode.QUERY);
        Message reply = notification();
        reply.getHeader().setFlag(Flags.QR);
        try (NotifyListener listener = listen(LOOPBACK)) {
            assertEquals(-1, udp(listener, question.toWire()));
            assertEquals(-1, udp(listener, reply.toWire()));
            assertEquals(-1, udp(listener, new byte[] {1, 2, 3}));
            assertEquals(Rcode.NOERROR, udp(listener, notification().toWire()));
        }
        assertEquals(true, heard());
        assertEquals(0, changes.availablePermits());
    }

    @Test
    void an_address_that_is_not_this_machine_s_is_reported() {
        Failure failure =
                assertThrows(
                        Failure.class,
                        () ->
                                NotifyListener.open(
                                        NameServer.of("192.0.2.1:0", 53),
                                        () -> LOOPBACK,
                                        List.of(),
                                        CLOCK,
                                        changes::release));
        assertEquals(Failure.Kind.INPUT, failure.kind());
    }
}
