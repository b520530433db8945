package dev.wgmesh.testing;

import dev.wgmesh.process.Programs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network namespace of its own, and the programs run inside it. Interfaces of wireguard-go want
 * {@linkplain #unique names} that no other namespace has: their sockets are in one folder.
 */
public final class NetnsPrograms implements Programs, AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Only against a program that hangs. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Programs programs =
            Programs.system(Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"));
    private final String namespace = unique("dv");

    /** Makes the namespace, with its loopback up. */
    public NetnsPrograms() {
        must(programs.run(List.of("ip", "netns", "add", namespace), "", LIMIT));
        shell("ip link set lo up");
    }

    /** A short name with this process in it. */
    public static String unique(String prefix) {
        return prefix + Long.toString(ProcessHandle.current().pid(), 36) + COUNT.getAndIncrement();
    }

    /** Runs a shell line inside, which must succeed. */
    public String shell(String line) {
        return must(run(List.of("sh", "-ec", line), "", LIMIT));
    }

    private static String must(ProgramResult ended) {
        if (!ended.ok()) {
            throw new AssertionError(ended.toString());
        }
        return ended.out();
    }

    @Override
    public ProgramResult run(List<String> command, String input, Duration limit) {
        var inside = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        inside.addAll(command);
        return programs.run(inside, input, limit);
    }

    @Override
    public boolean isInstalled(String program) {
        return programs.isInstalled(program);
    }

    @Override
    public void close() {
        // wireguard-go outlives its namespace, but not its interface
        shell(
                "for i in $(ls /sys/class/net 2>/dev/null); do"
                        + " case $i in lo) ;; *) ip link del dev $i 2>/dev/null || true ;; esac; done");
        must(programs.run(List.of("ip", "netns", "del", namespace), "", LIMIT));
    }
}
