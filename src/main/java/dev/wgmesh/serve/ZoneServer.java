package dev.wgmesh.serve;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A DNS server over a folder of zone files, for demos and tests, never for production: it answers
 * queries over UDP and TCP, serves a changed file within a second, transfers zones to clients on
 * this machine, and accepts updates signed with a key.
 */
public final class ZoneServer implements AutoCloseable {
    /**
     * Milliseconds between two polls of the folder; a changed file is read when two polls agree.
     */
    private static final int POLL_MILLIS = 200;

    /** Polls after which an idle TCP connection is closed: 10 s. */
    private static final int IDLE_POLLS = 50;

    private static final Duration CLOSING = Duration.ofSeconds(1);

    private static final int BACKLOG = 64;

    /** Tries to find a port that is free for both TCP and UDP. */
    private static final int TRIES = 20;

    private final DatagramSocket udp;
    private final TcpService tcp;
    private final ZoneFileUpdater updates;
    private final InetSocketAddress address;
    private final ScheduledExecutorService polls;
    private final List<Thread> services;

    private ZoneServer(
            Sockets sockets,
            ZoneFileUpdater updates,
            TcpService tcp,
            ScheduledExecutorService polls,
            List<Thread> services) {
        this.udp = sockets.udp();
        this.address = (InetSocketAddress) sockets.udp().getLocalSocketAddress();
        this.tcp = tcp;
        this.updates = updates;
        this.polls = polls;
        this.services = services;
        var _ =
                polls.scheduleWithFixedDelay(
                        () -> {
                            updates.poll();
                            tcp.tick(IDLE_POLLS);
                        },
                        POLL_MILLIS,
                        POLL_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    /** Reads the zones and starts a server without updates. */
    public static ZoneServer start(Path folder, InetSocketAddress listen, Consumer<String> log) {
        return start(folder, listen, UpdateKeys.NONE, log);
    }

    /**
     * Reads the zones and starts a server.
     *
     * @param listen port 0: any free port
     * @param keys whose holders may update the zones
     * @param log receives a line when a zone is loaded, updated, broken or removed, and when an
     *     update or a transfer is refused; called from several threads
     * @throws Failure INPUT when the address or port cannot be used, UNREADABLE when the folder
     *     cannot be listed
     */
    public static ZoneServer start(
            Path folder, InetSocketAddress listen, UpdateKeys keys, Consumer<String> log) {
        var zones = new ZoneWatch(folder, keys.clock(), log);
        zones.read();
        Sockets sockets = Sockets.bind(listen);
        var threads = Thread.ofVirtual().name("serve").factory();
        var updates = new ZoneFileUpdater(zones, keys.clock(), log);
        var handler = new RequestHandler(zones, keys, updates);
        var tcp = new TcpService(sockets.tcp(), handler, log, threads);
        var udp = new UdpService(sockets.udp(), handler, log, threads);
        List<Thread> services = List.of(threads.newThread(tcp), threads.newThread(udp));
        services.forEach(Thread::start);
        var polls =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("serve-polls").factory());
        return new ZoneServer(sockets, updates, tcp, polls, services);
    }

    /** Returns the address and port on which the server listens, UDP and TCP. */
    public InetSocketAddress address() {
        return address;
    }

    /** Closes every connection and the sockets, and writes each update into its zone file. */
    @Override
    public void close() {
        polls.shutdown();
        udp.close();
        tcp.close();
        // A port becomes free only when no thread waits on its socket.
        for (Thread service : services) {
            try {
                service.join(CLOSING);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        updates.foldAll();
    }

    /** A TCP and a UDP socket on the same port. */
    private record Sockets(ServerSocket tcp, DatagramSocket udp) {
        static Sockets bind(InetSocketAddress listen) {
            IOException last = new BindException();
            for (int tries = 0; tries < (listen.getPort() == 0 ? TRIES : 1); tries++) {
                try {
                    return bindOnce(listen);
                } catch (IOException e) {
                    last = e;
                }
            }
            throw Failure.input(
                    listen.getAddress().getHostAddress() + " port " + listen.getPort(),
                    "cannot listen: " + last.getMessage(),
                    "choose an address of this machine and a free port: --listen ADDRESS:PORT");
        }

        private static Sockets bindOnce(InetSocketAddress listen) throws IOException {
            InetAddress host = listen.getAddress();
            ServerSocket tcp = new ServerSocket(listen.getPort(), BACKLOG, host);
            try {
                return new Sockets(tcp, new DatagramSocket(tcp.getLocalPort(), host));
            } catch (IOException e) {
                tcp.close();
                throw e;
            }
        }
    }
}
