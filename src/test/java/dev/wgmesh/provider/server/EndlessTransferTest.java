package dev.wgmesh.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.limits.HeapLimit;
import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provider.server.ServerAccess.Read;
import dev.wgmesh.testing.dns.EndlessTransfer;
import dev.wgmesh.zone.Question;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Name;

/** Transfers that never end: a reading of them does. */
@Timeout(60)
class EndlessTransferTest {
    private static final Name APEX = Question.name("example.com");
    private static final long MEBIBYTE = 1 << 20;

    private static String failure(EndlessTransfer server, ReadingBudget budget) {
        var access = new ServerAccess(server.address(), Optional.empty(), Read.TRANSFER);
        var client = new DnsClient(access, RandomGenerator.getDefault(), InstantSource.system());
        var zone = new ServerProvider(client, APEX, InstantSource.system());
        Failure failure = assertThrows(Failure.class, () -> zone.read(List.of(), budget));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
        return failure.problems().getFirst().what();
    }

    private static void assertBrokenOff(String why, EndlessTransfer server, ReadingBudget budget) {
        assertEquals(
                "broke off the transfer of example.com after N records: " + why,
                failure(server, budget).replaceFirst("after \\d+ records", "after N records"));
    }

    private static ReadingBudget budget(Duration time, long heap) {
        return new ReadingBudget(InstantSource.system(), time, new HeapLimit(heap));
    }

    @Test
    void a_transfer_that_drips_ends_with_the_time_of_the_reading() throws IOException {
        try (var server = EndlessTransfer.drip(APEX)) {
            assertBrokenOff(
                    "the reading took more than 1 s",
                    server,
                    budget(Duration.ofSeconds(1), 64 * MEBIBYTE));
        }
    }

    @Test
    void a_transfer_that_floods_ends_with_the_memory_of_the_reading() throws IOException {
        try (var server = EndlessTransfer.flood(APEX)) {
            assertBrokenOff(
                    "needs more than 32 of the 64 MiB of memory that wg-mesh may use",
                    server,
                    budget(Duration.ofSeconds(50), 64 * MEBIBYTE));
        }
    }

    @Test
    void the_next_zone_of_the_same_reading_has_no_time_left() throws IOException {
        try (var server = EndlessTransfer.drip(APEX)) {
            var budget = budget(Duration.ofMillis(500), 64 * MEBIBYTE);
            failure(server, budget);
            assertEquals("the reading took more than 0 s", failure(server, budget));
        }
    }
}
