package dev.wgmesh.serve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
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

    private final DatagramChannel channel;
    private final RequestHandler handler;
    private final Consumer<String> log;
    private final ThreadFactory threads;
    private final Semaphore updates = new Semaphore(MAX_UPDATES);

    UdpService(
            DatagramChannel channel,
            RequestHandler handler,
            Consumer<String> log,
            ThreadFactory threads) {
        this.channel = channel;
        this.handler = handler;
        this.log = log;
        this.threads = threads;
    }

    /** Answers until the channel is closed; several threads may run it. */
    @Override
    public void run() {
        ByteBuffer in = ByteBuffer.allocateDirect(LONGEST);
        ByteBuffer out = ByteBuffer.allocateDirect(LONGEST);
        while (channel.isOpen()) {
            try {
                in.clear();
                if (channel.receive(in) instanceof InetSocketAddress from && from.getPort() != 0) {
                    received(in.flip(), from, out);
                }
            } catch (IOException e) {
                logError(e);
            }
        }
    }

    private void received(ByteBuffer in, InetSocketAddress from, ByteBuffer out) {
        byte[] octets = new byte[in.remaining()];
        in.get(octets);
        var incoming = new RequestMessage(octets, false, from.getAddress().isLoopbackAddress());
        if (!isUpdate(octets)) {
            answer(incoming, from, out);
        } else if (updates.tryAcquire()) {
            threads.newThread(
                            () -> {
                                try {
                                    answer(incoming, from, ByteBuffer.allocate(LONGEST));
                                } finally {
                                    updates.release();
                                }
                            })
                    .start();
        }
    }

    private static boolean isUpdate(byte[] octets) {
        return octets.length > OPCODE_AT
                && (octets[OPCODE_AT] >> OPCODE_SHIFT & 0xf) == Opcode.UPDATE;
    }

    private void answer(RequestMessage incoming, InetSocketAddress to, ByteBuffer out) {
        try {
            ResponseMessages answer = handler.handle(incoming);
            answer.logLine().ifPresent(log);
            for (byte[] reply : answer.messages()) {
                channel.send(out.clear().put(reply).flip(), to);
            }
        } catch (IOException | RuntimeException e) {
            logError(e);
        }
    }

    private void logError(Exception e) {
        if (channel.isOpen()) {
            log.accept("cannot answer a query over UDP: " + e);
        }
    }
}
