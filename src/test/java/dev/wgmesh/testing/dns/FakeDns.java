package dev.wgmesh.testing.dns;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** A scripted DNS server in the test's process, on UDP and TCP of one port. */
public final class FakeDns implements AutoCloseable {
    /** What the server does about a query. */
    public sealed interface Reaction {
        /** Sends these octets. */
        record Send(byte[] octets) implements Reaction {}

        /** Sends nothing. */
        record Silence() implements Reaction {}

        /** Over TCP: sends these octets, without a length before them, and closes. */
        record Close(byte[] octets) implements Reaction {}

        /** Over TCP: the connection is reset. */
        record Reset() implements Reaction {}
    }

    /** Decides what to do about a query. */
    @FunctionalInterface
    public interface Script {
        Reaction respond(Message query, boolean overTcp) throws IOException;
    }

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Script script;
    private final InetSocketAddress address;
    private final Thread accepting;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connectionCount = new AtomicInteger();
    private final List<String> queries = new CopyOnWriteArrayList<>();

    private FakeDns(DatagramSocket udp, ServerSocket tcp, Script script) {
        this.udp = udp;
        this.tcp = tcp;
        this.script = script;
        this.address = (InetSocketAddress) udp.getLocalSocketAddress();
        Thread.ofVirtual().start(this::serveUdp);
        this.accepting = Thread.ofVirtual().start(this::serveTcp);
    }

    /** A server on a free port of 127.0.0.1. */
    public static FakeDns start(Script script) {
        for (int tries = 0; ; tries++) {
            try {
                var tcp = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
                try {
                    var udp = new DatagramSocket(tcp.getLocalPort(), tcp.getInetAddress());
                    return new FakeDns(udp, tcp, script);
                } catch (IOException e) {
                    tcp.close();
                    throw e;
                }
            } catch (IOException e) {
                if (tries == 20) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** The queries heard: {@code udp _p2p.example.com. TXT}, {@code tcp UPDATE example.com.}. */
    public List<String> queries() {
        return List.copyOf(queries);
    }

    /** How many TCP connections there were. */
    public int connectionCount() {
        return connectionCount.get();
    }

    /** How many TCP connections are open. */
    public int connections() {
        return connections.size();
    }

    /**
     * An answer of a recursive resolver to the query, with this rcode and these records, each
     * written as zone-file text.
     */
    public static Message reply(
            Message query, int rcode, List<String> answer, String... authority) {
        var reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.RA);
        reply.getHeader().setRcode(rcode);
        reply.addRecord(query.getQuestion(), Section.QUESTION);
        answer.forEach(text -> reply.addRecord(record(text), Section.ANSWER));
        Arrays.stream(authority).forEach(t -> reply.addRecord(record(t), Section.AUTHORITY));
        return reply;
    }

    /** The record written as {@code OWNER TTL TYPE RDATA}. */
    public static Record record(String text) {
        String[] parts = text.split(" ", 4);
        try {
            return Record.fromString(
                    Name.fromString(parts[0], Name.root),
                    Type.value(parts[2]),
                    DClass.IN,
                    Long.parseLong(parts[1]),
                    parts[3],
                    Name.root);
        } catch (TextParseException e) {
            throw new AssertionError(text, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serveUdp() {
        var packet = new DatagramPacket(new byte[4096], 4096);
        while (!udp.isClosed()) {
            try {
                packet.setLength(4096);
                udp.receive(packet);
                byte[] octets = Arrays.copyOf(packet.getData(), packet.getLength());
                if (react(octets, false) instanceof Reaction.Send(byte[] reply)) {
                    udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                if (!udp.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private Reaction react(byte[] octets, boolean overTcp) throws IOException {
        var query = new Message(octets);
        Record question = query.getQuestion();
        queries.add(
                (overTcp ? "tcp " : "udp ")
                        + (query.getHeader().getOpcode() == Opcode.UPDATE
                                ? "UPDATE " + question.getName()
                                : question.getName() + " " + Type.string(question.getType())));
        return script.respond(query, overTcp);
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket socket = tcp.accept();
                connections.add(socket);
                connectionCount.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                if (!tcp.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new DataInputStream(socket.getInputStream());
            var out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
            while (true) {
                switch (react(in.readNBytes(in.readUnsignedShort()), true)) {
                    case Reaction.Send(byte[] octets) -> {
                        out.writeShort(octets.length);
                        out.write(octets);
                        out.flush();
                    }
                    case Reaction.Silence _ -> {}
                    case Reaction.Close(byte[] octets) -> {
                        out.write(octets);
                        out.flush();
                        return;
                    }
                    case Reaction.Reset _ -> {
                        socket.setSoLinger(true, 0);
                        return;
                    }
                }
            }
        } catch (IOException _) {
            // The client has gone.
        } finally {
            connections.remove(socket);
        }
    }

    /** Ends it: who connects after this is refused. */
    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
        try {
            // Until it is back, the port takes connections.
            accepting.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        for (Socket socket : new ArrayList<>(connections)) {
            socket.close();
        }
    }
}
