package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Days of watching nodes, in virtual time; {@link VirtualNodeExhaustive} has more of them. */
class VirtualNodeTest {
    @Test
    void a_node_that_is_killed_and_meddled_with_keeps_its_sessions_and_ends_as_dns_says() {
        int[] sums = days(20, Duration.ofHours(6), 4);
        assertTrue(
                sums[0] > 300 && sums[1] > 2 && sums[2] > 100,
                sums[0] + " passes, " + sums[1] + " kills, " + sums[2] + " that rested");
    }

    /** Lives that time of each seed, and returns how many passes and kills there were. */
    static int[] days(int seeds, Duration time, int events) {
        int[] sums = new int[3];
        Seeds.check(seeds, random -> live(random, time, events, sums));
        return sums;
    }

    private static void live(RandomGenerator random, Duration time, int events, int[] sums) {
        // in memory: each change of the state is written to the disk before it counts
        Path memory = Path.of("/dev/shm");
        try {
            Path folder = Files.createTempDirectory(memory, "virtual-node");
            try {
                var node = new VirtualNode(random, folder);
                node.live(time, events);
                sums[0] += node.passes();
                sums[1] += node.kills();
                sums[2] += node.rests();
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
}
