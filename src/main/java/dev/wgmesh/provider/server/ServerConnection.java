package dev.wgmesh.provider.server;

import dev.wgmesh.limits.ReadingBudget;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** One TCP connection to a server, with a length before each message (RFC 1035, section 4.2.2). */
final class ServerConnection implements AutoCloseable {
    private static final String REACH =
            "check that the server runs and that this host reaches it over TCP, or name"
                    + " another: --server HOST";

    /** Times the patience for an octet that a whole message may take. */
    private static final int MESSAGE = 4;

    private final Socket socket;
    private final Duration patience;
    private final Duration patienceForMessage;
    private final InstantSource clock;
    private final InputStream in;
    private final DataOutputStream out;

    private ServerConnection(Socket socket, Duration patience, InstantSource clock)
            throws IOException {
        this.socket = socket;
        this.patience = patience;
        // Not multipliedBy, which computes with decimals and so loads many classes.
        this.patienceForMessage = Duration.ofMillis(patience.toMillis() * MESSAGE);
        this.clock = clock;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    /**
     * Returns a connection to the server.
     *
     * @param patience how long is waited to connect, and for each next octet; four times that for a
     *     whole message
     */
    static ServerConnection open(ServerAccess place, Duration patience, InstantSource clock)
            throws NoResponse {
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) patience.toMillis());
            socket.connect(place.address(), (int) patience.toMillis());
            return new ServerConnection(socket, patience, clock);
        } catch (IOException e) {
            close(socket);
            String why =
                    e instanceof SocketTimeoutException
                            ? "no connection in " + seconds(patience)
                            : text(e);
            throw new NoResponse(
                    NoResponse.Stage.CONNECTING,
                    DnsServerFault.unreadable("cannot be reached (" + why + ")", REACH));
        }
    }

    /** Sends messages, all at once. */
    void send(Iterable<SignedMessage> messages) throws NoResponse {
        try {
            for (SignedMessage message : messages) {
                out.writeShort(message.octets().length);
                out.write(message.octets());
            }
            out.flush();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Returns the next message. */
    byte[] receive() throws NoResponse {
        return receive(patienceForMessage);
    }

    /**
     * Returns the next message of a reading.
     *
     * @throws NoResponse where there is none, or the budget is used up
     */
    byte[] receive(ReadingBudget budget) throws NoResponse {
        Duration left = budget.timeLeft();
        require(budget);
        try {
            return receive(left.compareTo(patienceForMessage) < 0 ? left : patienceForMessage);
        } catch (NoResponse none) {
            require(budget);
            throw none;
        }
    }

    /** Throws if a limit of the reading is exceeded. */
    static void require(ReadingBudget budget) throws NoResponse {
        Optional<ReadingBudget.Exceeded> exceeded = budget.exceeded();
        if (exceeded.isPresent()) {
            throw new NoResponse(
                    NoResponse.Stage.SILENCE,
                    DnsServerFault.unreadable(exceeded.get().what(), exceeded.get().fix()));
        }
    }

    private byte[] receive(Duration within) throws NoResponse {
        try {
            Instant end = clock.instant().plus(within);
            byte[] length = receive(2, end);
            return receive((length[0] & 0xff) << 8 | length[1] & 0xff, end);
        } catch (SocketTimeoutException _) {
            throw new NoResponse(
                    NoResponse.Stage.SILENCE,
                    DnsServerFault.unreadable("did not answer within " + seconds(patience), REACH));
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private byte[] receive(int length, Instant end) throws IOException {
        byte[] octets = new byte[length];
        int at = 0;
        while (at < length) {
            long left = Duration.between(clock.instant(), end).toMillis();
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) Math.min(left, patience.toMillis()));
            int count = in.read(octets, at, length - at);
            if (count < 0) {
                throw new EOFException();
            }
            at += count;
        }
        return octets;
    }

    /** Returns the fault that what came is not an answer. */
    static NoResponse malformed(String what) {
        return new NoResponse(
                NoResponse.Stage.BROKEN,
                DnsServerFault.unreadable("sent " + what, "check what listens at that address"));
    }

    private static NoResponse broken(IOException e) {
        String why = e instanceof EOFException ? "" : " (" + text(e) + ")";
        return new NoResponse(
                NoResponse.Stage.BROKEN,
                DnsServerFault.unreadable(
                        "closed the connection without an answer" + why,
                        "see the server's log and its limit of TCP clients"));
    }

    private static String seconds(Duration patience) {
        return patience.toMillis() / 1000.0 + " s";
    }

    private static String text(IOException e) {
        String text = e.getMessage();
        return text == null ? e.getClass().getSimpleName() : text;
    }

    @Override
    public void close() {
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // Nothing is lost with it: what came over it is here.
        }
    }
}
