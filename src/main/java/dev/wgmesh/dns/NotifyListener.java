package dev.wgmesh.dns;

import dev.wgmesh.limits.Stopwatch;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.tsig.TsigKey;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Listens over UDP and TCP for the NOTIFY of a primary (RFC 1996). Packets of any other address are
 * dropped without an answer.
 */
public final class NotifyListener implements AutoCloseable {
    /**
     * The longest message: RFC 1996 allows the SOA record and a TSIG record besides the question.
     */
    private static final int LONGEST = 4096;

    /** Octets of the length before a message over TCP (RFC 1035, section 4.2.2). */
    private static final int LENGTH = 2;

    /** How long a message over TCP may take, from its connection on. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** TCP connections at once; a further one is closed: the primary sends again. */
    private static final int MOST_CONNECTIONS = 16;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final NotifyAnswer answers;
    private final Supplier<Set<IpAddress>> primaries;
    private final Runnable changed;
    private final Semaphore connections = new Semaphore(MOST_CONNECTIONS);

    private NotifyListener(
            InetSocketAddress at,
            NotifyAnswer answers,
            Supplier<Set<IpAddress>> primaries,
            Runnable changed)
            throws IOException {
        this.udp = new DatagramSocket(at);
        try {
            this.tcp = new ServerSocket();
            this.tcp.setReuseAddress(true);
            this.tcp.bind(new InetSocketAddress(at.getAddress(), udp.getLocalPort()));
        } catch (IOException e) {
            udp.close();
            throw e;
        }
        this.answers = answers;
        this.primaries = primaries;
        this.changed = changed;
    }

    /**
     * Opens a listener.
     *
     * @param at the address and port
     * @param primaries whose messages count; asked at each message
     * @param keys one of which must have signed a message; empty: no signature is needed
     * @param changed called at each message that counts, on another thread
     * @throws Failure INPUT when the address cannot be used
     */
    public static NotifyListener open(
            NameServer at,
            Supplier<Set<IpAddress>> primaries,
            List<TsigKey> keys,
            InstantSource clock,
            Runnable changed) {
        try {
            var listener =
                    new NotifyListener(
                            at.address(), new NotifyAnswer(keys, clock), primaries, changed);
            Thread.ofPlatform().daemon().name("notify udp").start(listener::receive);
            Thread.ofPlatform().daemon().name("notify tcp").start(listener::accept);
            return listener;
        } catch (IOException e) {
            throw Failure.input(
                    "--listen-notify",
                    "cannot listen at " + at + ": " + e.getMessage(),
                    "give an address of this machine, and a port that is free");
        }
    }

    /** Returns the port that it listens at. */
    public int port() {
        return udp.getLocalPort();
    }

    private boolean isPrimary(InetAddress from) {
        return primaries.get().contains(IpAddress.of(from.getAddress()));
    }

    private void receive() {
        var packet = new DatagramPacket(new byte[LONGEST], LONGEST);
        while (!udp.isClosed()) {
            try {
                packet.setLength(LONGEST);
                udp.receive(packet);
                if (isPrimary(packet.getAddress())) {
                    byte[] octets = Arrays.copyOf(packet.getData(), packet.getLength());
                    NotifyAnswer.Answer answer = answers.to(octets);
                    if (answer.reply().isPresent()) {
                        byte[] reply = answer.reply().get();
                        udp.send(
                                new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
                    }
                    if (answer.accepted()) {
                        changed.run();
                    }
                }
            } catch (IOException _) {
                // closed, or the reply cannot be sent: the primary sends again
            }
        }
    }

    private void accept() {
        while (!tcp.isClosed()) {
            try {
                begin(tcp.accept());
            } catch (IOException _) {
                // closed, or the primary sends again
            }
        }
    }

    /** Answers on a thread of its own: a connection may send nothing. */
    private void begin(Socket socket) throws IOException {
        if (isPrimary(socket.getInetAddress()) && connections.tryAcquire()) {
            Thread.ofPlatform()
                    .daemon()
                    .name("notify tcp answer")
                    .start(() -> {
                        try (socket) {
                            answer(socket);
                        } catch (IOException _) {
                            // the primary sends again
                        } finally {
                            connections.release();
                        }
                    });
        } else {
            socket.close();
        }
    }

    private void answer(Socket socket) throws IOException {
        Optional<byte[]> octets = message(socket);
        if (octets.isEmpty()) {
            return;
        }
        NotifyAnswer.Answer answer = answers.to(octets.get());
        if (answer.reply().isPresent()) {
            byte[] reply = answer.reply().get();
            var out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(reply.length);
            out.write(reply);
            out.flush();
        }
        if (answer.accepted()) {
            changed.run();
        }
    }

    /** Returns the message; empty: it is too long, too slow or not whole. */
    private Optional<byte[]> message(Socket socket) throws IOException {
        socket.setSoTimeout((int) PATIENCE.toMillis());
        var time = new Stopwatch(answers.clock());
        var buffer = ByteBuffer.allocate(LENGTH + LONGEST);
        int end = LENGTH;
        while (buffer.position() < end) {
            int count =
                    socket.getInputStream()
                            .read(buffer.array(), buffer.position(), end - buffer.position());
            if (count < 0 || time.elapsed().compareTo(PATIENCE) > 0) {
                return Optional.empty();
            }
            buffer.position(buffer.position() + count);
            if (buffer.position() == LENGTH) {
                end = LENGTH + Short.toUnsignedInt(buffer.getShort(0));
                if (end > buffer.capacity()) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(Arrays.copyOfRange(buffer.array(), LENGTH, end));
    }

    @Override
    public void close() {
        udp.close();
        try {
            tcp.close();
        } catch (IOException _) {
            // it is closed all the same
        }
    }
}
