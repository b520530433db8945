package dev.wgmesh.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * One query over UDP, on a socket and random port of its own (RFC 5452, section 9.2), connected so
 * that the kernel drops packets from other addresses.
 */
final class UdpTransport implements Transport {
    private final DatagramChannel channel;
    private final QueryExchange exchange;
    private final ByteBuffer buffer;
    private final Listener listener;
    private int unrelatedPackets;

    private UdpTransport(
            DatagramChannel channel, QueryExchange exchange, ByteBuffer buffer, Listener listener) {
        this.channel = channel;
        this.exchange = exchange;
        this.buffer = buffer;
        this.listener = listener;
    }

    /** Sends the query; {@code buffer} receives the answer and may be shared. */
    static UdpTransport send(
            QueryExchange exchange, Selector selector, ByteBuffer buffer, Listener listener)
            throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            channel.connect(exchange.server().address());
            var wire = new UdpTransport(channel, exchange, buffer, listener);
            channel.register(selector, SelectionKey.OP_READ, wire);
            channel.write(ByteBuffer.wrap(exchange.query()));
            return wire;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void ready() {
        try {
            buffer.clear();
            while (channel.isOpen() && channel.read(buffer) > 0) {
                buffer.flip();
                byte[] octets = new byte[buffer.remaining()];
                buffer.get(octets);
                QueryExchange.Reply reply = exchange.reply(octets);
                buffer.clear();
                if (reply instanceof QueryExchange.Reply.Unrelated) {
                    unrelatedPackets++;
                } else {
                    close();
                    listener.replied(exchange, reply);
                }
            }
        } catch (IOException e) {
            close();
            listener.failed(exchange, Transport.fault(e, false), false);
        }
    }

    @Override
    public void expire(QueryExchange expired) {
        close();
    }

    @Override
    public int unrelatedPackets() {
        return unrelatedPackets;
    }

    private void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // Harmless: the answer has been read, or its deadline has passed.
        }
    }
}
