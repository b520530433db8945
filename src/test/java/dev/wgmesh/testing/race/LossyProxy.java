package dev.wgmesh.testing.race;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.Header;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;

/**
 * Passes DNS messages over TCP on to a server, and loses every tenth update of it or its reply: the
 * connection is then closed, as where a line breaks.
 */
final class LossyProxy implements AutoCloseable {
    private final ServerSocket door;
    private final InetSocketAddress server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<ProxyConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger updates = new AtomicInteger();
    private volatile InjectedFault loss = InjectedFault.NONE;

    private LossyProxy(ServerSocket door, InetSocketAddress server) {
        this.door = door;
        this.server = server;
    }

    /** A proxy on a free port of 127.0.0.1. */
    static LossyProxy inFrontOf(InetSocketAddress server) throws IOException {
        var door = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        var proxy = new LossyProxy(door, server);
        proxy.threads.execute(proxy::accept);
        return proxy;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) door.getLocalSocketAddress();
    }

    void losing(InjectedFault other) {
        loss = other;
    }

    /** How many updates it has lost, or their replies. */
    int lost() {
        return updates.get() / InjectedFault.EVERY;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                threads.execute(() -> serve(client));
            }
        } catch (IOException _) {
            // It was closed.
        }
    }

    private void serve(Socket client) {
        try (client;
                var behind = new Socket()) {
            client.setTcpNoDelay(true);
            behind.setTcpNoDelay(true);
            behind.connect(server);
            var passage = new ProxyConnection(client, behind);
            open.add(passage);
            try {
                threads.execute(passage::replies);
                passage.questions();
            } finally {
                open.remove(passage);
            }
        } catch (IOException _) {
            // One side has closed it, and so the other's is closed too.
        }
    }

    /** Whether this is an update's turn to be lost. */
    private boolean isTurn(byte[] message) {
        return ((message[2] >> 3) & 0xf) == Opcode.UPDATE
                && loss != InjectedFault.NONE
                && updates.incrementAndGet() % InjectedFault.EVERY == 0;
    }

    private final class ProxyConnection {
        private final Socket client;
        private final Socket behind;
        private volatile boolean swallows;

        ProxyConnection(Socket client, Socket behind) {
            this.client = client;
            this.behind = behind;
        }

        /** Passes on what the client says, until it ends or a message is lost. */
        void questions() throws IOException {
            var in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
            var out = new DataOutputStream(behind.getOutputStream());
            while (true) {
                byte[] message = message(in);
                if (isTurn(message)) {
                    if (loss == InjectedFault.CHANGE) {
                        return;
                    }
                    swallows = true;
                }
                pass(message, out);
            }
        }

        /** Passes on what the server says, but for the reply that is lost. */
        void replies() {
            try (client;
                    behind) {
                var in = new DataInputStream(new BufferedInputStream(behind.getInputStream()));
                var out = new DataOutputStream(client.getOutputStream());
                while (true) {
                    byte[] message = message(in);
                    if (swallows) {
                        if (loss == InjectedFault.FORGERY) {
                            pass(refusal(message), out);
                        }
                        return;
                    }
                    pass(message, out);
                }
            } catch (IOException _) {
                // As above.
            }
        }

        void close() {
            try (client;
                    behind) {
                swallows = true;
            } catch (IOException _) {
                // Nothing is lost with it.
            }
        }
    }

    /** An unsigned REFUSED in place of the server's reply. */
    private static byte[] refusal(byte[] reply) {
        byte[] refusal = Arrays.copyOf(reply, Header.LENGTH);
        refusal[3] = (byte) (refusal[3] & 0xf0 | Rcode.REFUSED);
        Arrays.fill(refusal, 4, Header.LENGTH, (byte) 0);
        return refusal;
    }

    private static byte[] message(DataInputStream in) throws IOException {
        byte[] message = new byte[in.readUnsignedShort()];
        in.readFully(message);
        return message;
    }

    /** Length and message in one segment. */
    private static void pass(byte[] message, DataOutputStream out) throws IOException {
        byte[] framed = new byte[message.length + 2];
        framed[0] = (byte) (message.length >> 8);
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, 2, message.length);
        out.write(framed);
    }

    @Override
    public void close() {
        try (door) {
            open.forEach(ProxyConnection::close);
        } catch (IOException _) {
            // It is closed already.
        }
        threads.shutdownNow();
        threads.close();
    }
}
