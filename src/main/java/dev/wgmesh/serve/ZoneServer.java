package dev.wgmesh.serve;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

    /** Threads that receive over UDP: one prepares an answer while the other receives. */
    private static final int RECEIVERS = 2;

    private static final int BACKLOG = 64;

    /** Tries to find a port that is free for both TCP and UDP. */
    private static final int TRIES = 20;

    private final DatagramChannel udp;
    private final Consumer<String> log;
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
            List<Thread> services,
            Consumer<String> log) {
        this.udp = sockets.udp();
        this.address = (InetSocketAddress) sockets.tcp().getLocalSocketAddress();
        this.tcp = tcp;
        this.updates = updates;
        this.polls = polls;
        this.services = services;
        this.log = log;
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
        var services = new ArrayList<Thread>();
        services.add(threads.newThread(tcp));
        var receivers = Thread.ofPlatform().daemon().name("serve-udp-", 0).factory();
        for (int i = 0; i < RECEIVERS; i++) {
            services.add(receivers.newThread(udp));
        }
        services.forEach(Thread::start);
        var polls =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("serve-polls").factory());
        return new ZoneServer(sockets, updates, tcp, polls, services, log);
    }

    /** Returns the address and port on which the server listens, UDP and TCP. */
    public InetSocketAddress address() {
        return address;
    }

    /** Closes every connection and the sockets, and writes each update into its zone file. */
    @Override
    public void close() {
        polls.shutdown();
        try {
            udp.close();
        } catch (IOException e) {
            log.accept("cannot close the UDP port: " + e.getMessage());
        }
        tcp.close();
        // An interrupt that ends the command may come late, and would close a file as it is
        // written.
        await(Thread.ofPlatform().name("serve-end").start(this::end));
    }

    private void end() {
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

    /** Waits for the end of a thread; an interrupt is kept for later. */
    private static void await(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A TCP and a UDP socket on the same port. */
    private record Sockets(ServerSocket tcp, DatagramChannel udp) {
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
                var family =
                        host instanceof Inet6Address
                                ? StandardProtocolFamily.INET6
                                : StandardProtocolFamily.INET;
                DatagramChannel udp = DatagramChannel.open(family);
                try {
                    udp.bind(new InetSocketAddress(host, tcp.getLocalPort()));
                } catch (IOException e) {
                    udp.close();
                    throw e;
                }
                return new Sockets(tcp, udp);
            } catch (IOException e) {
                tcp.close();
                throw e;
            }
        }
    }
}
