package dev.wgmesh.testing;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Runs a property on many seeds and names the seed that broke it. */
public final class Seeds {
    private Seeds() {}

    /** Runs {@code property} with the seeds 0 to {@code runs - 1}. */
    public static void check(int runs, Consumer<RandomGenerator> property) {
        var generators = RandomGeneratorFactory.of("L64X128MixRandom");
        for (long seed = 0; seed < runs; seed++) {
            try {
                property.accept(generators.create(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
