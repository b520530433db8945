package dev.wgmesh.model;

import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The answer to a DNS question. Absent is not failed: NXDOMAIN and NODATA prove that a record does
 * not exist; a failure proves nothing.
 */
public sealed interface DnsAnswer<T> {
    /** The record exists; {@code ttl} is how long the answer is valid. */
    record Found<T>(T value, Duration ttl) implements DnsAnswer<T> {}

    /** The record does not exist; {@code ttl} is how long the answer is valid (RFC 2308). */
    record Absent<T>(Duration ttl) implements DnsAnswer<T> {}

    /** The lookup failed. */
    record Failed<T>(Problem problem) implements DnsAnswer<T> {}

    /** Returns the value; empty where absent or failed. */
    default Optional<T> found() {
        return this instanceof Found<T>(T value, _) ? Optional.of(value) : Optional.empty();
    }

    /** Returns whether the record exists. */
    default boolean isFound() {
        return this instanceof Found<T>;
    }

    /** Returns whether the lookup failed. */
    default boolean isFailed() {
        return this instanceof Failed<T>;
    }

    /** Returns the problem of a failed lookup; empty where found or absent. */
    default Optional<Problem> failure() {
        return this instanceof Failed<T>(Problem problem) ? Optional.of(problem) : Optional.empty();
    }

    /** Returns whether the record does not exist. */
    default boolean isAbsent() {
        return this instanceof Absent<T>;
    }

    /** Returns how long the answer is valid; empty for a failure. */
    default Optional<Duration> optionalTtl() {
        return switch (this) {
            case Found<T>(_, Duration ttl) -> Optional.of(ttl);
            case Absent<T>(Duration ttl) -> Optional.of(ttl);
            case Failed<T> _ -> Optional.empty();
        };
    }

    /** Returns the same answer, valid at most that long. */
    default DnsAnswer<T> atMost(Duration most) {
        return switch (this) {
            case Found<T>(T value, Duration ttl) -> new Found<>(value, shorter(ttl, most));
            case Absent<T>(Duration ttl) -> new Absent<>(shorter(ttl, most));
            case Failed<T> _ -> this;
        };
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** Returns the same answer with the value mapped. */
    default <R> DnsAnswer<R> map(Function<? super T, ? extends R> change) {
        return switch (this) {
            case Found<T>(T value, Duration ttl) -> new Found<>(change.apply(value), ttl);
            case Absent<T>(Duration ttl) -> new Absent<>(ttl);
            case Failed<T>(Problem problem) -> new Failed<>(problem);
        };
    }

    /**
     * Returns the answer of {@code next} to the value and its TTL; or the absent or failed answer.
     */
    default <R> DnsAnswer<R> flatMap(BiFunction<? super T, Duration, DnsAnswer<R>> next) {
        return switch (this) {
            case Found<T>(T value, Duration ttl) -> next.apply(value, ttl);
            case Absent<T>(Duration ttl) -> new Absent<>(ttl);
            case Failed<T>(Problem problem) -> new Failed<>(problem);
        };
    }
}
