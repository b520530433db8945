package dev.wgmesh.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.wgmesh.zone.Question;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an update costs, by the octets that it allocates. */
class UpdateGrowthTest {
    private static final int UPDATES = 100;

    @TempDir private Path folder;

    @Test
    void an_update_of_a_large_zone_allocates_what_one_of_a_small_zone_does() throws Exception {
        long small = allocated(500);
        long large = allocated(8000);
        assertTrue(large < small * 2, small + " octets with 500 names, " + large + " with 8,000");
    }

    private long allocated(int names) throws Exception {
        Path zone = folder.resolve("example.com.zone");
        Files.writeString(zone, text(names));
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));
        var zones = new ZoneWatch(folder, later, line -> {});
        zones.read();
        var updates = new ZoneFileUpdater(zones, later, line -> {});
        update(zones, updates, -1);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < UPDATES; i++) {
            update(zones, updates, i);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        updates.foldAll();
        assertEquals(
                UPDATES + 1,
                Files.readAllLines(zone).stream().filter(line -> line.contains("new")).count());
        return allocated;
    }

    private static void update(ZoneWatch zones, ZoneFileUpdater updates, int number)
            throws IOException, RcodeException {
        var request =
                UpdateRequest.of(
                        UpdateText.message(
                                "n%d 0 NONE ANY | n%d 300 IN TXT new".formatted(number, number)));
        updates.apply(
                zones.get().zone(Question.name("example.com")).orElseThrow(), request, "a test");
    }

    private static String text(int names) {
        return IntStream.range(0, names)
                .mapToObj("name%d IN A 192.0.2.1\n"::formatted)
                .collect(
                        Collectors.joining(
                                "",
                                "$TTL 300\n@ IN SOA ns a 1 2 3 4 5\n@ IN NS ns\nns IN A 192.0.2.1\n",
                                ""));
    }
}
