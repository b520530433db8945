package dev.wgmesh.model;

import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What a question to DNS gave. Absent is not failed: NXDOMAIN and NODATA say that something is not
 * there; a failure says nothing.
 */
public sealed interface DnsAnswer<T> {
    /** It is there; {@code ttl} is how long this may be believed. */
    record Found<T>(T value, Duration ttl) implements DnsAnswer<T> {}

    /** It is not there; {@code ttl} is how long this may be believed (RFC 2308). */
    record Absent<T>(Duration ttl) implements DnsAnswer<T> {}

    /** Nothing is known. */
    record Failed<T>(Problem problem) implements DnsAnswer<T> {}

    /** What was found; empty where absent or failed. */
    default Optional<T> found() {
        return this instanceof Found<T>(T value, _) ? Optional.of(value) : Optional.empty();
    }

    /** Whether nothing is known. */
    default boolean isFailed() {
        return this instanceof Failed<T>;
    }

    /** Whether it is known not to be there. */
    default boolean isAbsent() {
        return this instanceof Absent<T>;
    }

    /** How long this may be believed; empty for a failure. */
    default Optional<Duration> ttlIfKnown() {
        return switch (this) {
            case Found<T>(_, Duration ttl) -> Optional.of(ttl);
            case Absent<T>(Duration ttl) -> Optional.of(ttl);
            case Failed<T> _ -> Optional.empty();
        };
    }

    /** The same answer, to be believed no longer than that. */
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

    /** The same answer about a value made from what was found. */
    default <R> DnsAnswer<R> map(Function<? super T, ? extends R> change) {
        return switch (this) {
            case Found<T>(T value, Duration ttl) -> new Found<>(change.apply(value), ttl);
            case Absent<T>(Duration ttl) -> new Absent<>(ttl);
            case Failed<T>(Problem problem) -> new Failed<>(problem);
        };
    }

    /** What {@code next} makes of what was found and its TTL; the same answer otherwise. */
    default <R> DnsAnswer<R> flatMap(BiFunction<? super T, Duration, DnsAnswer<R>> next) {
        return switch (this) {
            case Found<T>(T value, Duration ttl) -> next.apply(value, ttl);
            case Absent<T>(Duration ttl) -> new Absent<>(ttl);
            case Failed<T>(Problem problem) -> new Failed<>(problem);
        };
    }
}
