package dev.wgmesh.serve;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Answers over TCP: several queries a connection, a limited number of connections. */
final class TcpService implements Runnable, AutoCloseable {
    private static final int MAX_CONNECTIONS = 64;

    private final ServerSocket listener;
    private final RequestHandler handler;
    private final Consumer<String> log;
    private final ThreadFactory threads;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    TcpService(
            ServerSocket listener,
            RequestHandler handler,
            Consumer<String> log,
            ThreadFactory threads) {
        this.listener = listener;
        this.handler = handler;
        this.log = log;
        this.threads = threads;
    }

    /** Accepts connections until the listening socket is closed. */
    @Override
    public void run() {
        while (!listener.isClosed()) {
            try {
                begin(listener.accept());
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    log.accept("cannot accept a TCP connection: " + e.getMessage());
                }
            }
        }
    }

    private void begin(Socket socket) throws IOException {
        if (connections.size() >= MAX_CONNECTIONS) {
            socket.close();
            return;
        }
        var connection = new Connection(socket);
        connections.add(connection);
        threads.newThread(connection).start();
    }

    /** Closes every connection that was idle for {@code ticks} calls of this method. */
    void tick(int ticks) {
        for (Connection connection : connections) {
            if (connection.idle.incrementAndGet() > ticks) {
                connection.end();
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            log.accept("cannot close the TCP port: " + e.getMessage());
        }
        connections.forEach(Connection::end);
    }

    private final class Connection implements Runnable {
        private final Socket socket;
        private final AtomicInteger idle = new AtomicInteger();

        Connection(Socket socket) {
            this.socket = socket;
        }

        @Override
        public void run() {
            try (socket) {
                socket.setTcpNoDelay(true);
                var in = new DataInputStream(socket.getInputStream());
                var out = new DataOutputStream(socket.getOutputStream());
                while (!listener.isClosed()) {
                    byte[] query = in.readNBytes(in.readUnsignedShort());
                    var incoming =
                            new RequestMessage(
                                    query, true, socket.getInetAddress().isLoopbackAddress());
                    ResponseMessages answer = handler.handle(incoming);
                    answer.logLine().ifPresent(log);
                    if (answer.messages().isEmpty()) {
                        return;
                    }
                    for (byte[] message : answer.messages()) {
                        out.write(framed(message));
                        idle.set(0);
                    }
                }
            } catch (EOFException _) {
                // The client closed the connection.
            } catch (IOException _) {
                // The client disconnected or was idle for too long.
            } catch (RuntimeException e) {
                log.accept("cannot answer a query over TCP: " + e);
            } finally {
                connections.remove(this);
            }
        }

        /** The length and the message in one write (RFC 7766, section 8). */
        private static byte[] framed(byte[] answer) throws IOException {
            var bytes = new ByteArrayOutputStream(2 + answer.length);
            var out = new DataOutputStream(bytes);
            out.writeShort(answer.length);
            out.write(answer);
            return bytes.toByteArray();
        }

        void end() {
            try {
                socket.close();
            } catch (IOException e) {
                log.accept("cannot close a TCP connection: " + e.getMessage());
            }
        }
    }
}
