package dev.wgmesh.testing;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;

/**
 * Runs a property on many seeds and names the seed that broke it. With the system property {@code
 * wgmesh.seed} that seed runs alone.
 */
public final class Seeds {
    private static final String ALONE = "wgmesh.seed";

    private Seeds() {}

    /** Runs {@code property} with the seeds 0 to {@code runs - 1}. */
    public static void check(int runs, Consumer<RandomGenerator> property) {
        var generators = RandomGeneratorFactory.of("L64X128MixRandom");
        seeds(runs)
                .forEach(seed -> {
                    try {
                        property.accept(generators.create(seed));
                    } catch (AssertionError | RuntimeException e) {
                        throw new AssertionError(
                                "seed %d: %s%n(alone: -D%s=%d)"
                                        .formatted(seed, e.getMessage(), ALONE, seed),
                                e);
                    }
                });
    }

    private static LongStream seeds(int runs) {
        return Optional.ofNullable(Long.getLong(ALONE))
                .map(LongStream::of)
                .orElseGet(() -> LongStream.range(0, runs));
    }
}
