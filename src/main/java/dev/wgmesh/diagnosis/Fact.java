package dev.wgmesh.diagnosis;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Something about a node that was read, or could not be read. */
public sealed interface Fact<T> {
    /** It was read. */
    record Known<T>(T value) implements Fact<T> {}

    /** It could not be read. */
    record Unknown<T>(Problem why) implements Fact<T> {}

    /**
     * Returns what {@code reading} returns; unknown where it throws a {@link Failure}.
     *
     * @throws Failure INPUT where {@code reading} throws that: wrong usage is no fact
     */
    static <T> Fact<T> of(Supplier<T> reading) {
        try {
            return new Known<>(reading.get());
        } catch (Failure failure) {
            if (failure.kind() == Failure.Kind.INPUT) {
                throw failure;
            }
            return new Unknown<>(failure.problems().getFirst());
        }
    }

    /** Returns the value; empty where it is unknown. */
    default Optional<T> known() {
        return switch (this) {
            case Known<T>(T value) -> Optional.of(value);
            case Unknown<T> _ -> Optional.empty();
        };
    }

    /** Returns the fact about a known value; what is unknown stays unknown. */
    default <R> Fact<R> map(Function<? super T, ? extends R> change) {
        return switch (this) {
            case Known<T>(T value) -> new Known<>(change.apply(value));
            case Unknown<T>(Problem why) -> new Unknown<>(why);
        };
    }
}
