package dev.wgmesh.apply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pings ten times a second between all pairs of a mesh, from the first member of a pair to the
 * second: to its IPv4 address, or to its IPv6 address, in turn.
 */
final class PingSeries {
    private static final Pattern REPLY =
            Pattern.compile("(?m)^\\[(\\d+\\.\\d+)] .* icmp_seq=(\\d+) .* time=(\\S+) ms$");
    private static final double INTERVAL = 0.1;

    private final Path folder;

    /** Of which pair, by its letters, pings were lost: how many, and within how many seconds. */
    record Loss(int count, double seconds) {}

    private record Reply(double sentAt, int number) {}

    private PingSeries(Path folder) {
        this.folder = folder;
    }

    /** Starts the pings; the lab ends them. */
    static PingSeries start(MixedMesh mesh, Path folder) throws IOException {
        Files.createDirectories(folder);
        int turn = 0;
        for (String from : MixedMesh.NODES) {
            var lines = new StringBuilder();
            for (String to : MixedMesh.NODES) {
                if (from.compareTo(to) < 0) {
                    String address = turn++ % 2 == 0 ? MixedMesh.v4(to) : MixedMesh.v6(to);
                    lines.append(
                            "ping -n -D -i %s %s >%s 2>&1 </dev/null &\n"
                                    .formatted(INTERVAL, address, folder.resolve(from + to)));
                }
            }
            mesh.shell(from, lines.toString());
        }
        return new PingSeries(folder);
    }

    static double now() {
        return System.currentTimeMillis() / 1000.0;
    }

    /** Returns the pairs that lost pings which were sent between these times. */
    Map<String, Loss> lost(double from, double to) throws IOException {
        var found = new TreeMap<String, Loss>();
        for (String one : MixedMesh.NODES) {
            for (String other : MixedMesh.NODES) {
                if (one.compareTo(other) < 0) {
                    Loss loss = lost(replies(folder.resolve(one + other)), from, to);
                    if (loss.count() > 0) {
                        found.put(one + other, loss);
                    }
                }
            }
        }
        return found;
    }

    private static List<Reply> replies(Path file) throws IOException {
        var replies = new ArrayList<Reply>();
        Matcher line = REPLY.matcher(Files.readString(file));
        while (line.find()) {
            double sent =
                    Double.parseDouble(line.group(1)) - Double.parseDouble(line.group(3)) / 1000;
            replies.add(new Reply(sent, Integer.parseInt(line.group(2))));
        }
        replies.sort((a, b) -> Integer.compare(a.number(), b.number()));
        return replies;
    }

    /** A reply that is missing at the end counts from the last one on, at the usual interval. */
    private static Loss lost(List<Reply> replies, double from, double to) {
        int count = 0;
        double first = Double.MAX_VALUE;
        double last = 0;
        var before = new Reply(replies.isEmpty() ? from : replies.getFirst().sentAt(), 0);
        var all = new ArrayList<>(replies);
        int tail =
                (int) ((to - (replies.isEmpty() ? from : replies.getLast().sentAt())) / INTERVAL);
        int end = replies.isEmpty() ? 1 : replies.getLast().number() + 1;
        if (tail > 10) { // the last second may still be on its way
            all.add(new Reply(to, end + tail));
        }
        for (Reply reply : all) {
            int missing = reply.number() - before.number() - 1;
            if (before.number() > 0 && missing > 0) {
                double step = (reply.sentAt() - before.sentAt()) / (missing + 1);
                for (int i = 1; i <= missing; i++) {
                    double at = before.sentAt() + i * step;
                    if (at >= from && at < to) {
                        count++;
                        first = Math.min(first, at);
                        last = Math.max(last, at);
                    }
                }
            }
            before = reply;
        }
        return new Loss(count, count == 0 ? 0 : last - first + INTERVAL);
    }
}
