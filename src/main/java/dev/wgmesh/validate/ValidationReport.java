package dev.wgmesh.validate;

import dev.wgmesh.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The result of a validation.
 *
 * @param findings sorted, each once
 * @param unreadable zones, meshes and lookups that were not checked; not empty: the report is not
 *     clean, whatever the findings
 * @param failOn the lowest level that fails the validation
 * @param coverage how much was checked
 */
public record ValidationReport(
        List<Finding> findings, List<Problem> unreadable, Level failOn, Coverage coverage) {
    /** The result in one word. */
    public enum Status {
        /** Everything was read, and no finding reaches the level. */
        CLEAN,
        /** Everything was read, and a finding reaches the level. */
        FAILED,
        /** Something could not be read. */
        UNREADABLE
    }

    /** Sorts and copies. */
    public ValidationReport {
        findings = findings.stream().distinct().sorted().toList();
        unreadable = unreadable.stream().distinct().toList();
    }

    /** Returns the report with more problems of reading. */
    public ValidationReport withUnreadable(Collection<Problem> more) {
        var all = new ArrayList<>(unreadable);
        all.addAll(more);
        return new ValidationReport(findings, all, failOn, coverage);
    }

    /**
     * Returns the report with files inside {@code folder} named from there; prose stays as it is.
     */
    public ValidationReport relativeTo(Path folder) {
        String prefix = folder.toString().isEmpty() ? "" : folder + "/";
        return new ValidationReport(
                findings.stream().map(finding -> finding.relativeTo(folder)).toList(),
                unreadable.stream()
                        .map(problem ->
                                problem.where().startsWith(prefix)
                                        ? new Problem(
                                                problem.where().substring(prefix.length()),
                                                problem.what(),
                                                problem.fix())
                                        : problem)
                        .toList(),
                failOn,
                coverage);
    }

    /** Returns the result in one word. */
    public Status status() {
        if (!unreadable.isEmpty()) {
            return Status.UNREADABLE;
        }
        return findings.stream().anyMatch(f -> f.level().compareTo(failOn) >= 0)
                ? Status.FAILED
                : Status.CLEAN;
    }

    /** Returns the number of findings of each level; zero for a level without findings. */
    public Map<Level, Integer> counts() {
        var counts = new EnumMap<Level, Integer>(Level.class);
        for (Level level : Level.values()) {
            counts.put(level, 0);
        }
        findings.forEach(f -> counts.merge(f.level(), 1, Integer::sum));
        return counts;
    }
}
