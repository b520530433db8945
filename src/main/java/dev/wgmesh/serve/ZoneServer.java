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
 * this machine, and takes updates signed with a key.
 */
public final class ZoneServer implements AutoCloseable {
    /** Milliseconds between two looks at the folder; a change is read at the second of two. */
    private static final int LOOK_EVERY = 200;

    /** Looks after which a TCP connection on which nothing was finished is closed: 10 s. */
    private static final int IDLE_LOOKS = 50;

    private static final Duration CLOSING = Duration.ofSeconds(1);

    private static final int BACKLOG = 64;

    /** Ports tried where any will do and the one given for TCP is taken for UDP. */
    private static final int TRIES = 20;

    private final DatagramSocket udp;
    private final TcpService tcp;
    private final InetSocketAddress address;
    private final ScheduledExecutorService looks;
    private final List<Thread> services;

    private ZoneServer(
            Sockets sockets,
            ZoneWatch zones,
            TcpService tcp,
            ScheduledExecutorService looks,
            List<Thread> services) {
        this.udp = sockets.udp();
        this.address = (InetSocketAddress) sockets.udp().getLocalSocketAddress();
        this.tcp = tcp;
        this.looks = looks;
        this.services = services;
        var _ =
                looks.scheduleWithFixedDelay(
                        () -> {
                            zones.look();
                            tcp.tick(IDLE_LOOKS);
                        },
                        LOOK_EVERY,
                        LOOK_EVERY,
                        TimeUnit.MILLISECONDS);
    }

    /** Reads the zones and begins to answer; it takes no updates. */
    public static ZoneServer start(Path folder, InetSocketAddress listen, Consumer<String> log) {
        return start(folder, listen, UpdateKeys.NONE, log);
    }

    /**
     * Reads the zones and begins to answer.
     *
     * @param listen port 0: any that is free
     * @param keys whose holders may update the zones
     * @param log takes a line when a zone is served anew, updated, broken or gone, and when an
     *     update or a transfer is refused; from several threads
     * @throws Failure INPUT where the address or port cannot be used, UNREADABLE where the folder
     *     cannot be listed
     */
    public static ZoneServer start(
            Path folder, InetSocketAddress listen, UpdateKeys keys, Consumer<String> log) {
        var zones = new ZoneWatch(folder, log);
        zones.read();
        Sockets sockets = Sockets.bind(listen);
        var threads = Thread.ofVirtual().name("serve").factory();
        var responder = new RequestHandler(zones, keys, new FileUpdates(zones, keys.clock()));
        var tcp = new TcpService(sockets.tcp(), responder, log, threads);
        var udp = new UdpService(sockets.udp(), responder, log, threads);
        List<Thread> services = List.of(threads.newThread(tcp), threads.newThread(udp));
        services.forEach(Thread::start);
        var looks =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("serve-looks").factory());
        return new ZoneServer(sockets, zones, tcp, looks, services);
    }

    /** Where it listens, UDP and TCP, with the port it has. */
    public InetSocketAddress address() {
        return address;
    }

    /** Ends every connection and frees the port. */
    @Override
    public void close() {
        looks.shutdown();
        udp.close();
        tcp.close();
        // A port is free only when nothing waits on its socket any more.
        for (Thread service : services) {
            try {
                service.join(CLOSING);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** One port for both. */
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
                    "cannot be listened on: " + last.getMessage(),
                    "name an address of this machine and a free port with --listen");
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
