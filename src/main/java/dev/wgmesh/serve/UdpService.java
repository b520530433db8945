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

/** Answers over UDP: queries one at a time, updates, which may block, in threads. */
final class UdpService implements Runnable {
    /** The most octets of a received message, as in BIND. */
    private static final int LONGEST = 4096;

    /** The most concurrent updates; further ones are dropped, and their senders retry. */
    private static final int MAX_UPDATES = 64;

    /** The header octet with the opcode, and the opcode's shift in it. */
    private static final int OPCODE_AT = 2;

    private static final int OPCODE_SHIFT = 3;

    private final DatagramSocket socket;
    private final RequestHandler handler;
    private final Consumer<String> log;
    private final ThreadFactory threads;
    private final Semaphore updates = new Semaphore(MAX_UPDATES);

    UdpService(
            DatagramSocket socket,
            RequestHandler handler,
            Consumer<String> log,
            ThreadFactory threads) {
        this.socket = socket;
        this.handler = handler;
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
                logError(e);
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
            ResponseMessages answer = handler.handle(incoming);
            answer.logLine().ifPresent(log);
            for (byte[] reply : answer.messages()) {
                socket.send(new DatagramPacket(reply, reply.length, from));
            }
        } catch (IOException | RuntimeException e) {
            logError(e);
        }
    }

    private void logError(Exception e) {
        if (!socket.isClosed()) {
            log.accept("cannot answer a query over UDP: " + e);
        }
    }
}
