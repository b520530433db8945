package dev.wgmesh.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One TCP connection to a server, with pipelined queries (RFC 7766, section 6.2.1.1) or one query
 * at a time.
 */
final class TcpTransport implements Transport {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Listener listener;
    private final Map<Integer, QueryExchange> underWay = new HashMap<>();
    private final Deque<QueryExchange> queued = new ArrayDeque<>();
    private final boolean pipelined;
    private final Deque<byte[]> outgoing = new ArrayDeque<>();

    // On the heap: what is put there or taken is many small pieces, what is sent or received is
    // not.
    private final ByteBuffer sending = ByteBuffer.allocate(16 * 1024);
    private final ByteBuffer incoming = ByteBuffer.allocate(2 + 65535);
    private int answers;
    private int unrelatedPackets;

    private TcpTransport(
            SocketChannel channel, SelectionKey key, boolean pipelined, Listener listener) {
        this.channel = channel;
        this.pipelined = pipelined;
        this.key = key;
        this.listener = listener;
    }

    /**
     * Starts to connect.
     *
     * @param pipelined whether queries are sent without waiting for earlier answers
     */
    static TcpTransport open(
            NameServer server, boolean pipelined, Selector selector, Listener listener)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            boolean connected = channel.connect(server.address());
            SelectionKey key =
                    channel.register(
                            selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT);
            var wire = new TcpTransport(channel, key, pipelined, listener);
            key.attach(wire);
            return wire;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    boolean isConnected() {
        return channel.isConnected();
    }

    /** Returns whether an open query has the ID. */
    boolean uses(int id) {
        return underWay.containsKey(id)
                || !queued.isEmpty() && queued.stream().anyMatch(e -> e.id() == id);
    }

    void send(QueryExchange exchange) {
        if (!pipelined && !underWay.isEmpty()) {
            queued.add(exchange);
            return;
        }
        outgoing.add(exchange.query());
        underWay.put(exchange.id(), exchange);
    }

    /** Writes what was sent, as far as the connection takes it now. */
    void flush() {
        if (channel.isConnected() && isWaiting()) {
            try {
                write();
            } catch (IOException _) {
                // It fails again, and is reported, when the selector finds it ready.
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
        }
    }

    private boolean isWaiting() {
        return !outgoing.isEmpty() || sending.position() > 0;
    }

    @Override
    public void ready() {
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                key.interestOps(SelectionKey.OP_READ);
            }
            if (channel.isConnected()) {
                if (key.isWritable()) {
                    write();
                }
                read();
            }
        } catch (IOException e) {
            end(
                    answers == 0 && !channel.isConnected()
                            ? Transport.fault(e, true)
                            : ServerFault.connectionClosed());
        }
    }

    private void write() throws IOException {
        while (!outgoing.isEmpty() && outgoing.getFirst().length + 2 <= sending.remaining()) {
            byte[] query = outgoing.removeFirst();
            sending.putShort((short) query.length).put(query);
        }
        sending.flip();
        try {
            channel.write(sending);
        } finally {
            sending.compact();
        }
        int wanted =
                isWaiting() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    private void read() throws IOException {
        int count = channel.read(incoming);
        incoming.flip();
        Optional<byte[]> message = message();
        while (message.isPresent()) {
            dispatch(message.get());
            message = message();
        }
        incoming.compact();
        if (count < 0) {
            end(ServerFault.connectionClosed());
        }
    }

    private Optional<byte[]> message() {
        if (incoming.remaining() < 2) {
            return Optional.empty();
        }
        int length = incoming.getShort(incoming.position()) & 0xffff;
        if (incoming.remaining() < 2 + length) {
            return Optional.empty();
        }
        int begin = incoming.position() + 2;
        incoming.position(begin + length);
        return Optional.of(Arrays.copyOfRange(incoming.array(), begin, begin + length));
    }

    private void dispatch(byte[] message) {
        QueryExchange exchange =
                message.length < 2
                        ? null
                        : underWay.get((message[0] & 0xff) << 8 | message[1] & 0xff);
        QueryExchange.Reply reply =
                exchange == null ? new QueryExchange.Reply.Unrelated() : exchange.reply(message);
        if (exchange == null || reply instanceof QueryExchange.Reply.Unrelated) {
            unrelatedPackets++;
            return;
        }
        underWay.remove(exchange.id());
        answers++;
        if (!queued.isEmpty()) {
            send(queued.remove());
        }
        listener.replied(exchange, reply);
    }

    /**
     * Handles the end of the connection; a server may close an idle connection (RFC 7766, section
     * 6.2.4).
     */
    private void end(ServerFault fault) {
        List<QueryExchange> left = new ArrayList<>(underWay.values());
        List<QueryExchange> unsent = new ArrayList<>(queued);
        underWay.clear();
        queued.clear();
        close();
        boolean confused = left.size() > 1;
        if (confused) {
            listener.pipeliningFailed(left.getFirst().server());
        }
        left.forEach(exchange -> listener.failed(exchange, fault, answers > 0 || confused));
        unsent.forEach(exchange -> listener.failed(exchange, fault, true));
    }

    /**
     * Removes the exchange; a connection without any answer is closed so that the next try opens
     * another.
     */
    @Override
    public void expire(QueryExchange exchange) {
        underWay.remove(exchange.id());
        queued.remove(exchange);
        if (!pipelined && underWay.isEmpty() && !queued.isEmpty()) {
            send(queued.remove());
        }
        if (answers == 0 && underWay.isEmpty()) {
            close();
        }
    }

    @Override
    public int unrelatedPackets() {
        return unrelatedPackets;
    }

    private void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // The listener has been called for every open query.
        }
    }
}
