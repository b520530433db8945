package dev.wgmesh.device;

import dev.wgmesh.process.Programs;
import dev.wgmesh.process.RunningProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * Reports changes of this node's network as they happen, by {@code ip monitor}. If that program
 * ends it is started again after a while; until then changes are found by the next pass.
 */
public final class NetworkMonitor implements AutoCloseable {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final Programs programs;
    private final NetworkEvents events;
    private final Consumer<NetworkEvent> listener;
    private final Thread thread;

    private NetworkMonitor(Programs programs, String device, Consumer<NetworkEvent> listener) {
        this.programs = programs;
        this.events = new NetworkEvents(device);
        this.listener = listener;
        // the kernel ends the program with the thread that started it
        this.thread = Thread.ofPlatform().daemon().name("ip monitor").unstarted(this::run);
    }

    /**
     * Starts a monitor.
     *
     * @param device the name of the WireGuard interface
     * @param listener called on other threads; it must be quick
     */
    public static NetworkMonitor start(
            Programs programs, String device, Consumer<NetworkEvent> listener) {
        var monitor = new NetworkMonitor(programs, device, listener);
        monitor.thread.start();
        return monitor;
    }

    private void run() {
        try {
            Duration wait = FIRST_WAIT;
            while (true) {
                boolean worked = follow();
                wait = worked ? FIRST_WAIT : wait;
                Thread.sleep(wait);
                Duration twice = wait.plus(wait);
                wait = twice.compareTo(LONGEST_WAIT) < 0 ? twice : LONGEST_WAIT;
                if (worked) {
                    // something may have happened in between
                    listener.accept(NetworkEvent.DEVICE);
                }
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /** Runs the program to its end; returns whether it reported anything. */
    private boolean follow() throws InterruptedException {
        var ended = new CountDownLatch(1);
        var reported = new boolean[1];
        var lines =
                new RunningProgram.Listener() {
                    @Override
                    public void line(String line) {
                        reported[0] |= line.startsWith("[");
                        events.of(line).ifPresent(listener);
                    }

                    @Override
                    public void ended() {
                        ended.countDown();
                    }
                };
        try (RunningProgram _ = programs.start(command(), lines)) {
            ended.await();
            return reported[0];
        }
    }

    private List<String> command() {
        var command = new ArrayList<String>();
        if (programs.isInstalled("setpriv")) {
            // also when wg-mesh is killed
            command.addAll(List.of("setpriv", "--pdeathsig", "TERM"));
        }
        command.addAll(List.of("ip", "-N", "-o", "monitor", "label", "link", "address", "route"));
        return command;
    }

    /** Ends the program. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
