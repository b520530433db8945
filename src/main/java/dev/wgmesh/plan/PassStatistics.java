package dev.wgmesh.plan;

import dev.wgmesh.mesh.DesiredDevice;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the passes of one process have done.
 *
 * @param passes that ended, by how
 * @param failures passes that failed, by kind
 * @param changes carried out
 * @param problems of the last pass that made a plan
 * @param lastPass when the last pass ended, well or not
 * @param lastSuccess when the last pass ended that did all it planned
 * @param next when the next pass is due
 * @param meshRead when DNS was last read
 * @param desired of the last plan; empty: no pass has made one
 */
public record PassStatistics(
        MeshName mesh,
        String device,
        Map<Outcome, Long> passes,
        Map<Failure.Kind, Long> failures,
        long changes,
        int problems,
        Optional<Instant> lastPass,
        Optional<Instant> lastSuccess,
        Optional<Instant> next,
        Optional<Instant> meshRead,
        Optional<DesiredDevice> desired) {
    /** How a pass ended. */
    public enum Outcome {
        /** There was nothing to change. */
        UNCHANGED,
        /** All changes were made. */
        CHANGED,
        /** Some changes failed. */
        PARTIAL,
        /** No plan was made. */
        FAILED
    }

    public PassStatistics {
        passes = complete(Outcome.class, passes);
        failures = complete(Failure.Kind.class, failures);
    }

    private static <K extends Enum<K>> Map<K, Long> complete(Class<K> keys, Map<K, Long> counts) {
        var all = new EnumMap<K, Long>(keys);
        for (K key : keys.getEnumConstants()) {
            all.put(key, counts.getOrDefault(key, 0L));
        }
        return Collections.unmodifiableMap(all);
    }

    /** Returns the statistics before the first pass. */
    public static PassStatistics none(MeshName mesh, String device) {
        return new PassStatistics(
                mesh,
                device,
                Map.of(),
                Map.of(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * Returns the statistics after one more pass.
     *
     * @param made how many changes it made
     * @param complete whether all its changes were made
     * @param read whether it used the mesh as DNS has it, and not a saved one
     */
    public PassStatistics completed(
            DevicePlan plan,
            int made,
            boolean complete,
            boolean read,
            int withProblems,
            Instant now,
            Instant nextPass) {
        Outcome outcome =
                !complete ? Outcome.PARTIAL : made == 0 ? Outcome.UNCHANGED : Outcome.CHANGED;
        return new PassStatistics(
                mesh,
                device,
                plus(passes, outcome),
                failures,
                changes + made,
                withProblems,
                Optional.of(now),
                complete ? Optional.of(now) : lastSuccess,
                Optional.of(nextPass),
                read ? Optional.of(now) : meshRead,
                Optional.of(plan.desired()));
    }

    /** Returns the statistics after a pass that failed. */
    public PassStatistics failed(Failure.Kind kind, Instant now, Instant nextPass) {
        return new PassStatistics(
                mesh,
                device,
                plus(passes, Outcome.FAILED),
                plus(failures, kind),
                changes,
                problems,
                Optional.of(now),
                lastSuccess,
                Optional.of(nextPass),
                meshRead,
                desired);
    }

    private static <K> Map<K, Long> plus(Map<K, Long> counts, K key) {
        var more = new HashMap<>(counts);
        more.merge(key, 1L, Long::sum);
        return more;
    }
}
