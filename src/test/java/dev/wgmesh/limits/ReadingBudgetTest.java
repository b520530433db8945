package dev.wgmesh.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadingBudgetTest {
    private final AtomicLong seconds = new AtomicLong();

    private ReadingBudget budget(long heap) {
        return new ReadingBudget(
                () -> Instant.ofEpochSecond(seconds.get()),
                Duration.ofSeconds(6),
                new HeapLimit(heap));
    }

    @Test
    void the_time_begins_with_the_first_question_about_it() {
        ReadingBudget budget = budget(1 << 20);
        seconds.set(100);
        assertEquals(Duration.ofSeconds(6), budget.timeLeft());
        seconds.set(104);
        assertEquals(Duration.ofSeconds(2), budget.timeLeft());
        assertEquals(Optional.empty(), budget.exceeded());
        seconds.set(107);
        assertEquals(Duration.ZERO, budget.timeLeft());
        assertEquals(
                Optional.of("the reading took more than 6 s"),
                budget.exceeded().map(ReadingBudget.Exceeded::what));
    }

    @Test
    void records_take_half_of_the_heap_at_most() {
        ReadingBudget budget = budget(256 << 20);
        budget.take(300_000, 4 << 20);
        assertEquals(Optional.empty(), budget.exceeded());
        budget.take(30_000, 4 << 20);
        assertEquals(
                Optional.of("needs more than 128 of the 256 MiB of memory that wg-mesh may use"),
                budget.exceeded().map(ReadingBudget.Exceeded::what));
    }
}
