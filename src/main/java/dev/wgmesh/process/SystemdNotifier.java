package dev.wgmesh.process;

import dev.wgmesh.problem.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reports the state of this service to systemd by {@code systemd-notify} (sd_notify(3)); does
 * nothing where systemd did not start it. A report that fails is not repeated.
 */
public final class SystemdNotifier {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** A unit with a shorter watchdog gets reports at this interval. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** The first one whose program has the option {@code --reloading}, and units that need it. */
    private static final int RELOADING_VERSION = 253;

    private static final Pattern VERSION = Pattern.compile("systemd ([0-9]{1,5})");

    private final Programs programs;
    private final Optional<String> socket;
    private final Optional<Duration> interval;

    /**
     * Creates a notifier for this process.
     *
     * @param environment of this process: {@code NOTIFY_SOCKET} and {@code WATCHDOG_USEC} count
     */
    public SystemdNotifier(Map<String, String> environment, Programs programs) {
        this.programs = programs;
        this.socket =
                Optional.ofNullable(environment.get("NOTIFY_SOCKET"))
                        .filter(path -> !path.isEmpty());
        this.interval =
                Optional.ofNullable(environment.get("WATCHDOG_USEC"))
                        .filter(_ -> socket.isPresent())
                        .filter(text -> text.matches("[1-9][0-9]{0,17}"))
                        .map(text -> interval(Long.parseLong(text)));
    }

    /** A third of the time: systemd recommends half, and a pass may take a while. */
    private static Duration interval(long microseconds) {
        Duration third = Duration.ofNanos(microseconds * 1_000 / 3);
        return third.compareTo(SHORTEST) > 0 ? third : SHORTEST;
    }

    /** Returns how often {@link #alive} is expected; empty: the unit has no watchdog. */
    public Optional<Duration> watchdogInterval() {
        return interval;
    }

    /**
     * Reports what the service does now.
     *
     * @param status one line for {@code systemctl status}
     * @param ready whether services that are ordered after this one may start
     */
    public void report(String status, boolean ready) {
        var words = new ArrayList<String>();
        if (ready) {
            words.add("READY=1");
        }
        words.add("STATUS=" + status.replace('\n', ' '));
        interval.ifPresent(_ -> words.add("WATCHDOG=1"));
        send(words);
    }

    /** Reports that the service still runs. */
    public void alive() {
        send(List.of("WATCHDOG=1"));
    }

    /** Reports that the service reads everything again. */
    public void reloading() {
        // an older program would report the option as an error of the service
        send(List.of(version() >= RELOADING_VERSION ? "--reloading" : "RELOADING=1"));
    }

    /** Returns the version of systemd; zero where it is not known. */
    private int version() {
        if (socket.isEmpty()) {
            return 0;
        }
        try {
            String said = programs.run(List.of("systemd-notify", "--version"), "", LIMIT).out();
            Matcher version = VERSION.matcher(said);
            return version.lookingAt() ? Integer.parseInt(version.group(1)) : 0;
        } catch (Failure _) {
            return 0;
        }
    }

    /** Reports that the service ends. */
    public void stopping() {
        send(List.of("STOPPING=1"));
    }

    private void send(List<String> words) {
        if (socket.isEmpty()) {
            return;
        }
        // no other program gets the socket
        var command = new ArrayList<>(List.of("env", "NOTIFY_SOCKET=" + socket.get()));
        command.add("systemd-notify");
        command.addAll(words);
        try {
            programs.run(command, "", LIMIT);
        } catch (Failure _) {
            // not installed: systemd ends a service whose watchdog it does not hear
        }
    }
}
