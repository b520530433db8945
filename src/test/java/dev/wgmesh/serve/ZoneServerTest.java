package dev.wgmesh.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.dns.LargeMesh;
import dev.wgmesh.testing.net.LoadedTime;
import dev.wgmesh.zone.Question;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

@Timeout(60)
class ZoneServerTest {
    /** Milliseconds after which the server is taken to say nothing. */
    private static final int SILENCE = 30_000;

    /** Milliseconds in which a connection is ended; the server ends an idle one after 10 s. */
    private static final int END = 5_000;

    @TempDir private Path folder;
    private final List<String> log = new CopyOnWriteArrayList<>();

    @BeforeEach
    void a_zone() throws IOException {
        write("www IN A 192.0.2.1\n");
    }

    @Test
    void it_answers_over_udp_and_tcp_and_says_what_it_serves() throws IOException {
        try (var server = start()) {
            assertEquals("192.0.2.1", overUdp(server, "www.example.com"));
            assertEquals(
                    List.of("192.0.2.1", "NXDOMAIN", "192.0.2.1"),
                    overTcp(server, "www.example.com", "no.example.com", "www.example.com"));
            assertEquals(
                    List.of(
                            "serving example.com. serial 1, 4 records from"
                                    + " FOLDER/example.com.zone"),
                    log());
        }
    }

    @Test
    void a_changed_file_is_served_within_a_second() throws Exception {
        try (var server = start()) {
            write("www IN A 192.0.2.2\n");
            awaitAnswer(server, "www.example.com", "192.0.2.2");
            Path next =
                    Files.writeString(
                            folder.resolve("next"), LargeMesh.HEAD + "www IN A 192.0.2.3\n");
            Files.move(next, folder.resolve("example.com.zone"), StandardCopyOption.ATOMIC_MOVE);
            awaitAnswer(server, "www.example.com", "192.0.2.3");
        }
    }

    @Test
    void an_included_file_that_changes_is_served_within_a_second() throws Exception {
        Files.writeString(folder.resolve("hosts"), "www IN A 192.0.2.7\n");
        write("$INCLUDE hosts\n");
        try (var server = start()) {
            assertEquals("192.0.2.7", overUdp(server, "www.example.com"));
            Files.writeString(folder.resolve("hosts"), "www IN A 192.0.2.8\n");
            awaitAnswer(server, "www.example.com", "192.0.2.8");
        }
    }

    @Test
    void a_zone_that_becomes_broken_is_served_as_it_was_until_it_is_fixed() throws Exception {
        try (var server = start()) {
            write("www IN A nonsense\n");
            awaitLog("still serving example.com. serial 1, 4 records");
            assertEquals("192.0.2.1", overUdp(server, "www.example.com"));
            Files.writeString(folder.resolve("example.com.zone"), "");
            awaitLog("must have exactly one SOA record; still serving");
            assertEquals("192.0.2.1", overUdp(server, "www.example.com"));
            write("www IN A 192.0.2.9\n");
            awaitAnswer(server, "www.example.com", "192.0.2.9");
        }
    }

    @Test
    void a_zone_that_comes_is_served_and_one_that_goes_is_not() throws Exception {
        try (var server = start()) {
            assertEquals("REFUSED", overUdp(server, "www.example.net"));
            Files.writeString(
                    folder.resolve("example.net.zone"), LargeMesh.HEAD + "www IN A 192.0.2.5\n");
            awaitAnswer(server, "www.example.net", "192.0.2.5");
            Files.delete(folder.resolve("example.net.zone"));
            awaitAnswer(server, "www.example.net", "REFUSED");
            awaitLog("no longer serving example.net.");
        }
    }

    @Test
    void a_zone_that_was_never_good_gets_servfail_and_does_not_affect_others() throws IOException {
        Files.writeString(
                folder.resolve("example.net.zone"), LargeMesh.HEAD + "www IN A nonsense\n");
        try (var server = start()) {
            assertEquals("SERVFAIL", overUdp(server, "www.example.net"));
            assertEquals("192.0.2.1", overUdp(server, "www.example.com"));
            assertTrue(log().getLast().startsWith("FOLDER/example.net.zone:5: "), log().getLast());
            assertTrue(
                    log().getLast().endsWith("; answering SERVFAIL for example.net."),
                    log().getLast());
        }
    }

    @Test
    void garbage_and_half_messages_do_no_harm() throws IOException {
        try (var server = start()) {
            try (var udp = new DatagramSocket();
                    var tcp =
                            new Socket(server.address().getAddress(), server.address().getPort());
                    var other =
                            new Socket(server.address().getAddress(), server.address().getPort())) {
                udp.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, server.address()));
                tcp.getOutputStream().write(new byte[] {0, 100, 1, 2});
                tcp.shutdownOutput();
                assertEquals(-1, tcp.getInputStream().read());
                other.getOutputStream().write(new byte[] {0, 3, 1, 2, 3});
                assertEquals(-1, other.getInputStream().read());
            }
            assertEquals("192.0.2.1", overUdp(server, "www.example.com"));
            assertEquals(List.of("192.0.2.1"), overTcp(server, "www.example.com"));
        }
    }

    @Test
    void connections_are_bounded_and_those_that_end_make_room() throws Exception {
        try (var server = start()) {
            List<Socket> many = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                many.add(new Socket(server.address().getAddress(), server.address().getPort()));
            }
            try (var refused =
                    new Socket(server.address().getAddress(), server.address().getPort())) {
                refused.setSoTimeout(END);
                assertEquals(-1, refused.getInputStream().read());
            }
            for (Socket socket : many) {
                socket.close();
            }
            Thread.sleep(200);
            assertEquals(List.of("192.0.2.1"), overTcp(server, "www.example.com"));
        }
    }

    /** Whether the server has ended the connection, in whichever way. */
    private static boolean hasEnded(Socket client) throws IOException {
        try {
            return client.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (SocketException _) {
            return true;
        }
    }

    @Test
    void closing_frees_the_port_and_ends_connections() throws IOException {
        InetSocketAddress address;
        try (var server = start();
                var client =
                        new Socket(server.address().getAddress(), server.address().getPort())) {
            address = server.address();
            server.close();
            client.setSoTimeout(END);
            assertTrue(hasEnded(client));
        }
        try (var again = ZoneServer.start(folder, address, log::add)) {
            assertEquals(address, again.address());
            Failure failure =
                    assertThrows(Failure.class, () -> ZoneServer.start(folder, address, log::add));
            assertEquals(Failure.Kind.INPUT, failure.kind());
        }
    }

    @Test
    void a_folder_that_does_not_exist_is_reported() {
        Path missing = folder.resolve("missing");
        Failure failure =
                assertThrows(Failure.class, () -> ZoneServer.start(missing, loopback(), log::add));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
    }

    private ZoneServer start() {
        return ZoneServer.start(folder, loopback(), log::add);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    }

    private void write(String records) throws IOException {
        Files.writeString(folder.resolve("example.com.zone"), LargeMesh.HEAD + records);
    }

    private List<String> log() {
        return log.stream().map(line -> line.replace(folder.toString(), "FOLDER")).toList();
    }

    private void awaitLog(String part) throws InterruptedException {
        var time = LoadedTime.limit(Duration.ofSeconds(5));
        while (log.stream().noneMatch(line -> line.contains(part))) {
            assertFalse(time.isOver(), () -> log().toString());
            Thread.sleep(20);
        }
    }

    /** A second is promised; the wait is longer so that a busy machine fails only the message. */
    private static void awaitAnswer(ZoneServer server, String owner, String answer)
            throws Exception {
        var time = LoadedTime.limit(Duration.ofSeconds(3));
        while (!overUdp(server, owner).equals(answer)) {
            assertFalse(time.isOver(), owner);
            Thread.sleep(20);
        }
    }

    private static String overUdp(ZoneServer server, String owner) throws IOException {
        try (var socket = new DatagramSocket()) {
            byte[] query = query(owner);
            socket.setSoTimeout(SILENCE);
            socket.send(new DatagramPacket(query, query.length, server.address()));
            var packet = new DatagramPacket(new byte[1232], 1232);
            socket.receive(packet);
            return text(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
        }
    }

    /** Sends all the queries at once, then reads the answers. */
    private static List<String> overTcp(ZoneServer server, String... owners) throws IOException {
        try (var socket = new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout(SILENCE);
            var out = new DataOutputStream(socket.getOutputStream());
            for (String owner : owners) {
                out.writeShort(query(owner).length);
                out.write(query(owner));
            }
            var in = new DataInputStream(socket.getInputStream());
            var answers = new ArrayList<String>();
            for (int i = 0; i < owners.length; i++) {
                answers.add(text(in.readNBytes(in.readUnsignedShort())));
            }
            return answers;
        }
    }

    private static byte[] query(String owner) {
        return Message.newQuery(Record.newRecord(Question.name(owner), Type.A, DClass.IN)).toWire();
    }

    private static String text(byte[] octets) throws IOException {
        var message = new Message(octets);
        return message.getRcode() == Rcode.NOERROR
                ? message.getSection(Section.ANSWER).stream()
                        .map(Record::rdataToString)
                        .collect(Collectors.joining(" "))
                : Rcode.string(message.getRcode());
    }
}
