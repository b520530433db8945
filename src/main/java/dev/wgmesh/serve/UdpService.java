package dev.wgmesh.serve;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.xbill.DNS.Opcode;

/** Answers over UDP, one query after the other; updates, which may wait, beside them. */
final class UdpService implements Runnable {
    /** Octets of a message taken in: as many as BIND takes. */
    private static final int LONGEST = 4096;

    /** Updates under way at the most; another is dropped, and its sender tries again. */
    private static final int MOST_UPDATES = 64;

    /** The octet of a header that holds the opcode, and how far it is from its end. */
    private static final int OPCODE_AT = 2;

    private static final int OPCODE_SHIFT = 3;

    private final DatagramSocket socket;
    private final RequestHandler responder;
    private final Consumer<String> log;
    private final ThreadFactory threads;
    private final Semaphore updates = new Semaphore(MOST_UPDATES);

    UdpService(
            DatagramSocket socket,
            RequestHandler responder,
            Consumer<String> log,
            ThreadFactory threads) {
        this.socket = socket;
        this.responder = responder;
        this.log = log;
        this.threads = threads;
    }

    /** Answers until the socket is closed. */
    @Override
    public void run() {
        var packet = new DatagramPacket(new byte[LONGEST], LONGEST);
        while (!socket.isClosed()) {
            try {
                packet.setLength(LONGEST);
                socket.receive(packet);
            } catch (IOException e) {
                tell(e);
                continue;
            }
            SocketAddress from = packet.getSocketAddress();
            var incoming =
                    new RequestMessage(
                            Arrays.copyOf(packet.getData(), packet.getLength()),
                            false,
                            packet.getAddress().isLoopbackAddress());
            if (packet.getPort() == 0) {
                continue;
            }
            if (!isUpdate(incoming.octets())) {
                answer(incoming, from);
            } else if (updates.tryAcquire()) {
                threads.newThread(
                                () -> {
                                    try {
                                        answer(incoming, from);
                                    } finally {
                                        updates.release();
                                    }
                                })
                        .start();
            }
        }
    }

    private static boolean isUpdate(byte[] octets) {
        return octets.length > OPCODE_AT
                && (octets[OPCODE_AT] >> OPCODE_SHIFT & 0xf) == Opcode.UPDATE;
    }

    private void answer(RequestMessage incoming, SocketAddress from) {
        try {
            ResponseMessage answer = responder.answer(incoming);
            answer.told().ifPresent(log);
            for (byte[] reply : answer.messages()) {
                socket.send(new DatagramPacket(reply, reply.length, from));
            }
        } catch (IOException | RuntimeException e) {
            tell(e);
        }
    }

    private void tell(Exception e) {
        if (!socket.isClosed()) {
            log.accept("a query over UDP was not answered: " + e);
        }
    }
}
