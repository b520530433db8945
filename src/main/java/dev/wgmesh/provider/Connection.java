package dev.wgmesh.provider;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** One TCP connection to a server, with a length before each message (RFC 1035, section 4.2.2). */
final class Connection implements AutoCloseable {
    private static final String REACH =
            "see whether it runs, and whether this host reaches it over TCP; or name another with"
                    + " --server";

    private final Socket socket;
    private final Duration patience;
    private final DataInputStream in;
    private final DataOutputStream out;

    private Connection(Socket socket, Duration patience) throws IOException {
        this.socket = socket;
        this.patience = patience;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    /**
     * A connection to the server.
     *
     * @param patience how long is waited to connect, and for each next octet
     */
    static Connection open(ServerPlace place, Duration patience) throws NoReply {
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) patience.toMillis());
            socket.connect(place.address(), (int) patience.toMillis());
            return new Connection(socket, patience);
        } catch (IOException e) {
            close(socket);
            String why =
                    e instanceof SocketTimeoutException
                            ? "no connection in " + seconds(patience)
                            : text(e);
            throw new NoReply(
                    NoReply.Stage.CONNECTING,
                    Fault.unreadable("cannot be reached (" + why + ")", REACH));
        }
    }

    /** Sends messages, all at once. */
    void send(Iterable<Outgoing> messages) throws NoReply {
        try {
            for (Outgoing message : messages) {
                out.writeShort(message.octets().length);
                out.write(message.octets());
            }
            out.flush();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** The next message. */
    byte[] receive() throws NoReply {
        try {
            byte[] octets = new byte[in.readUnsignedShort()];
            in.readFully(octets);
            return octets;
        } catch (SocketTimeoutException _) {
            throw new NoReply(
                    NoReply.Stage.SILENCE,
                    Fault.unreadable("did not answer within " + seconds(patience), REACH));
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** That what came is no answer. */
    static NoReply malformed(String what) {
        return new NoReply(
                NoReply.Stage.BROKEN,
                Fault.unreadable("sent " + what, "see what listens at that address"));
    }

    private static NoReply broken(IOException e) {
        String why = e instanceof EOFException ? "" : " (" + text(e) + ")";
        return new NoReply(
                NoReply.Stage.BROKEN,
                Fault.unreadable(
                        "closed the connection without an answer" + why,
                        "see its log, and its limit of TCP clients"));
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
