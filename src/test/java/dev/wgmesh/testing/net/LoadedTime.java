package dev.wgmesh.testing.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A limit in seconds of an idle machine: where more threads want to run than there are processors,
 * a second counts as the share of it that each of them gets.
 */
public final class LoadedTime {
    private static final Path LOAD = Path.of("/proc/loadavg");
    private static final long SAMPLE = Duration.ofMillis(100).toNanos();

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final long limit;
    private double counted;
    private long last = System.nanoTime();

    private LoadedTime(Duration limit) {
        this.limit = limit.toNanos();
    }

    /** Begins a limit, which must be asked now and then whether it is over. */
    public static LoadedTime limit(Duration limit) {
        return new LoadedTime(limit);
    }

    /** Returns whether so much time has passed. */
    public boolean isOver() {
        long now = System.nanoTime();
        if (now - last >= SAMPLE) {
            counted += (now - last) * share();
            last = now;
        }
        return counted >= limit;
    }

    /** Returns the share of a processor that a thread gets now; 1 where the machine is idle. */
    public static double share() {
        return Math.min(1, (double) PROCESSORS / Math.max(1, running()));
    }

    /** Returns how many threads of this machine run or want to: proc_loadavg(5), fourth field. */
    private static int running() {
        try {
            String threads = Files.readString(LOAD).split(" ")[3];
            return Integer.parseInt(threads.substring(0, threads.indexOf('/')));
        } catch (IOException _) {
            return 1;
        }
    }
}
