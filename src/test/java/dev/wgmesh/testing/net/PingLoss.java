package dev.wgmesh.testing.net;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a running ping lost. */
public final class PingLoss {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Pattern SENT = Pattern.compile("(\\d+) packets transmitted");

    private PingLoss() {}

    /**
     * Ends a ping, which prints a line for each answer, and fails where a packet was lost. The
     * answer to the last one may be on its way.
     */
    public static void assertNone(RunningProcess ping) {
        ping.signal("INT");
        String text = ping.end(LIMIT).out();
        Matcher summary = SENT.matcher(text);
        assertTrue(summary.find(), text);
        long sent = Long.parseLong(summary.group(1));
        long lost = sent - text.lines().filter(line -> line.contains(" icmp_seq=")).count();
        boolean last = !text.contains(" icmp_seq=" + sent + " ");
        assertTrue(lost == 0 || lost == 1 && last, text);
    }
}
