package dev.wgmesh.limits;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** A computation on another thread, whose result is needed later. */
public final class BackgroundTask<T> {
    private final CompletableFuture<T> result;

    private BackgroundTask(CompletableFuture<T> result) {
        this.result = result;
    }

    /** Starts a computation, which must be one that may be given up when the process ends. */
    public static <T> BackgroundTask<T> start(Supplier<T> computation) {
        // no virtual thread: those share the cores with what reads the output of programs
        return new BackgroundTask<>(
                CompletableFuture.supplyAsync(
                        computation, task -> Thread.ofPlatform().daemon().start(task)));
    }

    /** Waits for the result, or throws what the computation threw. */
    public T result() {
        try {
            return result.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException exception -> throw exception;
                case Error error -> throw error;
                case null, default -> throw e;
            }
        }
    }

    /** Waits for the end, whatever the result. */
    public void await() {
        result.handle((_, _) -> true).join();
    }
}
