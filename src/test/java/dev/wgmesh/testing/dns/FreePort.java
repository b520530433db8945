package dev.wgmesh.testing.dns;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that cannot choose one themselves. Between the choice and the server's start
 * nobody else takes the port: the kernel gives ports below 32768 to no client, a port is given
 * again only after 1000 others, and test JVMs that run at the same time have ranges of their own.
 */
public final class FreePort {
    private static final int FIRST = 12_000;
    private static final int RANGE = 1_000;
    private static final int RANGES = 20;

    /** From 1, set by Maven; 0 where a test is run in another way. */
    private static final int FORK = Integer.getInteger("wgmesh.fork", 0);

    /** Builds in two checkouts at the same time begin at different places. */
    private static final AtomicInteger GIVEN =
            new AtomicInteger((int) (ProcessHandle.current().pid() % RANGE));

    private FreePort() {}

    /** Returns a port that is free for UDP and TCP on 127.0.0.1. */
    public static int next() throws IOException {
        for (int tries = 0; ; tries++) {
            int port = FIRST + FORK % RANGES * RANGE + GIVEN.getAndIncrement() % RANGE;
            var host = InetAddress.getByName("127.0.0.1");
            try (var tcp = new ServerSocket(port, 1, host);
                    var udp = new DatagramSocket(port, host)) {
                return udp.getLocalPort();
            } catch (IOException e) {
                if (tries == RANGE) {
                    throw e;
                }
            }
        }
    }
}
