package dev.wgmesh.observe;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.problem.Problem;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;

/** Answers over UDP and TCP at one mesh address of this node. */
final class SightingSocket implements AutoCloseable {
    /** The most octets of a question. */
    private static final int LONGEST = 512;

    private static final int MAX_CONNECTIONS = 16;
    private static final int IDLE_MILLIS = 5_000;

    private final SightingAnswers answers;
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Semaphore connections = new Semaphore(MAX_CONNECTIONS);

    private SightingSocket(SightingAnswers answers, DatagramSocket udp, ServerSocket tcp) {
        this.answers = answers;
        this.udp = udp;
        this.tcp = tcp;
    }

    /** Binds both ports of the address, and begins to answer. */
    static SightingSocket open(
            SightingAnswers answers, IpAddress address, int port, ThreadFactory threads)
            throws IOException {
        InetAddress at = address.toInetAddress();
        var udp = new DatagramSocket(new InetSocketAddress(at, port));
        try {
            var tcp = new ServerSocket(port, MAX_CONNECTIONS, at);
            var socket = new SightingSocket(answers, udp, tcp);
            threads.newThread(socket::answerUdp).start();
            threads.newThread(() -> socket.answerTcp(threads)).start();
            return socket;
        } catch (IOException e) {
            udp.close();
            throw e;
        }
    }

    /** Returns the problem of a port that cannot be bound. */
    static Problem cannotBind(IpAddress address, int port, IOException e) {
        return new Problem(
                address + " port " + port,
                "this node is an observer, and cannot answer there: " + e.getMessage(),
                "choose another port: wg-mesh set HOST --observe-port PORT");
    }

    private void answerUdp() {
        byte[] buffer = new byte[LONGEST];
        while (!udp.isClosed()) {
            try {
                var packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                byte[] question = new byte[packet.getLength()];
                System.arraycopy(buffer, packet.getOffset(), question, 0, question.length);
                Optional<byte[]> answer =
                        answers.answer(question, IpAddress.of(packet.getAddress().getAddress()));
                if (answer.isPresent()) {
                    udp.send(
                            new DatagramPacket(
                                    answer.get(), answer.get().length, packet.getSocketAddress()));
                }
            } catch (IOException | RuntimeException _) {
                // The next question is answered; the client asks again.
            }
        }
    }

    private void answerTcp(ThreadFactory threads) {
        while (!tcp.isClosed()) {
            try {
                Socket client = tcp.accept();
                if (connections.tryAcquire()) {
                    threads.newThread(() -> answer(client)).start();
                } else {
                    client.close();
                }
            } catch (IOException _) {
                // The next connection is accepted; a closed socket ends the loop.
            }
        }
    }

    private void answer(Socket client) {
        try (client) {
            client.setSoTimeout(IDLE_MILLIS);
            IpAddress from = IpAddress.of(client.getInetAddress().getAddress());
            var in = new DataInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            while (true) {
                int length = in.readUnsignedShort();
                if (length > LONGEST) {
                    return;
                }
                byte[] question = in.readNBytes(length);
                Optional<byte[]> answer = answers.answer(question, from);
                if (answer.isEmpty()) {
                    return;
                }
                // The length and the message in one write (RFC 7766, section 8).
                ByteBuffer framed = ByteBuffer.allocate(Short.BYTES + answer.get().length);
                out.write(framed.putShort((short) answer.get().length).put(answer.get()).array());
            }
        } catch (IOException | RuntimeException _) {
            // The client disconnected, or was idle for too long.
        } finally {
            connections.release();
        }
    }

    @Override
    public void close() {
        udp.close();
        try {
            tcp.close();
        } catch (IOException _) {
            // Nothing listens there any more.
        }
    }
}
