package dev.wgmesh.testing.dns;

import dev.wgmesh.model.IpAddress;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A server on loopback that answers SOA queries for one zone, and each transfer of it with records
 * that have no end.
 */
public final class EndlessTransfer implements AutoCloseable {
    private final ServerSocket socket;
    private final Name apex;
    private final int records;
    private final Duration pause;

    private EndlessTransfer(Name apex, int records, Duration pause) throws IOException {
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.apex = apex;
        this.records = records;
        this.pause = pause;
        Thread.ofVirtual().start(this::accept);
    }

    /** Starts a server that sends a record each tenth of a second. */
    public static EndlessTransfer drip(Name apex) throws IOException {
        return new EndlessTransfer(apex, 1, Duration.ofMillis(100));
    }

    /** Starts a server that sends records as fast as they are read. */
    public static EndlessTransfer flood(Name apex) throws IOException {
        return new EndlessTransfer(apex, 1000, Duration.ZERO);
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                var in = new DataInputStream(client.getInputStream());
                var out = new DataOutputStream(client.getOutputStream())) {
            while (true) {
                Message query = new Message(in.readNBytes(in.readUnsignedShort()));
                if (query.getQuestion().getType() == Type.AXFR) {
                    transfer(query, out);
                }
                send(answer(query, query.getQuestion().getName()), out);
            }
        } catch (IOException | InterruptedException _) {
            // the client has seen enough
        }
    }

    private void transfer(Message query, DataOutputStream out)
            throws IOException, InterruptedException {
        send(answer(query, apex), out);
        for (int made = 0; ; made += records) {
            Message message = reply(query);
            for (int i = 0; i < records; i++) {
                var name = new Name("n" + (made + i), apex);
                var address = IpAddress.of("10.0.0.1").toInetAddress();
                message.addRecord(new ARecord(name, DClass.IN, 60, address), Section.ANSWER);
            }
            send(message, out);
            Thread.sleep(pause);
        }
    }

    private Message answer(Message query, Name owner) {
        Message message = reply(query);
        if (owner.equals(apex)) {
            Record soa = new SOARecord(apex, DClass.IN, 60, apex, apex, 1, 60, 60, 60, 60);
            message.addRecord(soa, Section.ANSWER);
        } else if (!owner.subdomain(apex)) {
            message.getHeader().setRcode(Rcode.REFUSED);
        }
        return message;
    }

    private static Message reply(Message query) {
        var message = new Message(query.getHeader().getID());
        message.getHeader().setFlag(Flags.QR);
        message.getHeader().setFlag(Flags.AA);
        message.addRecord(query.getQuestion(), Section.QUESTION);
        return message;
    }

    private static void send(Message message, DataOutputStream out) throws IOException {
        byte[] wire = message.toWire(65535);
        out.writeShort(wire.length);
        out.write(wire);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
