package dev.wgmesh.apply;

import dev.wgmesh.testing.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Days of {@link VirtualNode}s, one of each seed, and what happened in them. */
final class VirtualDays {
    private final Map<String, Integer> happened = new TreeMap<>();
    private int passes;
    private int kills;
    private int rests;
    private final List<Duration> cuts = new ArrayList<>();

    /** Lives that time of each seed, with that many events of any kind. */
    static VirtualDays live(int seeds, Duration time, int events) {
        return live(seeds, time, events, List.of(VirtualEvents.Kind.values()));
    }

    /** Lives that time of each seed, with that many events of these kinds. */
    static VirtualDays live(int seeds, Duration time, int events, List<VirtualEvents.Kind> kinds) {
        var days = new VirtualDays();
        Seeds.check(seeds, random -> days.add(random, time, events, kinds));
        return days;
    }

    int passes() {
        return passes;
    }

    int kills() {
        return kills;
    }

    /** Returns how many passes used the plan of the one before. */
    int rests() {
        return rests;
    }

    /** Returns how often each kind of event happened. */
    Map<String, Integer> happened() {
        return happened;
    }

    /** Returns for how long the path of each pair behind two NATs was dead that had traffic. */
    List<Duration> cuts() {
        return cuts;
    }

    private void add(
            RandomGenerator random, Duration time, int events, List<VirtualEvents.Kind> kinds) {
        // in memory: each change of the state is written to the disk before it counts
        Path memory = Path.of("/dev/shm");
        try {
            Path folder = Files.createTempDirectory(memory, "virtual-node");
            try {
                var node = new VirtualNode(random, folder);
                node.live(time, events, kinds);
                passes += node.passes();
                kills += node.kills();
                rests += node.rests();
                node.happened().forEach(kind -> happened.merge(kind, 1, Integer::sum));
                cuts.addAll(node.cuts());
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public String toString() {
        return passes
                + " passes, "
                + kills
                + " kills, "
                + rests
                + " that rested, "
                + cuts.size()
                + " cuts amid traffic, the longest "
                + cuts.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO)
                + ", "
                + happened;
    }
}
