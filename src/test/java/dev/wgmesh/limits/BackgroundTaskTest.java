package dev.wgmesh.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.problem.Failure;
import org.junit.jupiter.api.Test;

final class BackgroundTaskTest {
    @Test
    void the_result_is_that_of_another_thread() {
        var task = BackgroundTask.start(Thread::currentThread);
        assertNotEquals(Thread.currentThread(), task.result());
    }

    @Test
    void what_the_computation_throws_is_thrown_where_its_result_is_needed() {
        var failure = Failure.input("here", "is wrong", "");
        var task =
                BackgroundTask.start(() -> {
                    throw failure;
                });
        task.await();
        assertSame(failure, assertThrows(Failure.class, task::result));
        var memory = new OutOfMemoryError("heap");
        var large =
                BackgroundTask.start(() -> {
                    throw memory;
                });
        assertSame(memory, assertThrows(OutOfMemoryError.class, large::result));
        assertEquals(1, BackgroundTask.start(() -> 1).result());
    }
}
