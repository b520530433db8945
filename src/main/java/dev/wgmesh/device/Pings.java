package dev.wgmesh.device;

import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.plan.PingResult;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.process.Programs;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Measures loss and round-trip times with {@code ping} (iputils). */
public final class Pings {
    /** Pings to one address. */
    public static final int COUNT = 5;

    /** Processes at the same time. */
    private static final int PARALLEL = 32;

    /** Begins a session, whose first packet waits for the handshake, and then still has time. */
    private static final int WAIT_SECONDS = 2;

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Pattern COUNTS =
            Pattern.compile("(\\d+) packets transmitted, (\\d+) received");

    private static final Pattern TIMES = Pattern.compile("= [0-9.]+/([0-9.]+)/");

    private final Programs programs;

    /** Uses these programs. */
    public Pings(Programs programs) {
        this.programs = programs;
    }

    /**
     * Sends {@value #COUNT} pings to each address, to 32 addresses at a time.
     *
     * @throws Failure UNREADABLE where there is no ping, or it may not send
     */
    public Map<IpAddress, PingResult> run(Collection<IpAddress> addresses)
            throws InterruptedException {
        var results = new ConcurrentHashMap<IpAddress, PingResult>();
        var failures = new ConcurrentHashMap<IpAddress, Failure>();
        var room = new Semaphore(PARALLEL);
        List<Thread> threads =
                addresses.stream()
                        .distinct()
                        .map(address ->
                                Thread.ofVirtual()
                                        .start(() -> run(address, room, results, failures)))
                        .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        Optional<Failure> first = failures.values().stream().findFirst();
        if (first.isPresent()) {
            throw first.get();
        }
        return results;
    }

    private void run(
            IpAddress address,
            Semaphore room,
            Map<IpAddress, PingResult> results,
            Map<IpAddress, Failure> failures) {
        if (!failures.isEmpty()) {
            return;
        }
        room.acquireUninterruptibly();
        try {
            results.put(address, ping(address));
        } catch (Failure failure) {
            failures.put(address, failure);
        } finally {
            room.release();
        }
    }

    private PingResult ping(IpAddress address) {
        List<String> command =
                List.of(
                        "ping",
                        address.family() == Family.V4 ? "-4" : "-6",
                        "-n",
                        "-q",
                        "-c",
                        Integer.toString(COUNT),
                        "-i",
                        "0.2",
                        "-W",
                        Integer.toString(WAIT_SECONDS),
                        address.toString());
        Programs.ProgramResult ended = programs.run(command, "", LIMIT);
        Matcher counts = COUNTS.matcher(ended.out());
        if (!counts.find()) {
            String said = ended.err().lines().findFirst().orElse("no output");
            if (said.contains("unreachable")) {
                return new PingResult(COUNT, 0, Optional.empty());
            }
            throw Failure.unreadable(
                    command.stream().collect(Collectors.joining(" ")),
                    "failed: " + said,
                    "run as root, with the ping of iputils");
        }
        Matcher times = TIMES.matcher(ended.out());
        return new PingResult(
                Math.max(1, Integer.parseInt(counts.group(1))),
                Integer.parseInt(counts.group(2)),
                times.find()
                        ? Optional.of(
                                Duration.ofNanos(
                                        Math.round(Double.parseDouble(times.group(1)) * 1e6)))
                        : Optional.empty());
    }
}
