package dev.wgmesh.validate;

import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a validation found.
 *
 * @param findings sorted, each once
 * @param unreadable what could not be read and so was not judged; not empty: the report is no clean
 *     bill, whatever the findings
 * @param failOn the least level that makes the answer "no"
 */
public record ValidationReport(List<Finding> findings, List<Problem> unreadable, Level failOn) {
    /** What a report comes to. */
    public enum Verdict {
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

    /** The same report, where the caller could not read something else besides. */
    public ValidationReport unreadable(Collection<Problem> more) {
        var all = new ArrayList<>(unreadable);
        all.addAll(more);
        return new ValidationReport(findings, all, failOn);
    }

    /**
     * The same report with the files below a folder named from there.
     *
     * @param folder its path with a slash at its end
     */
    public ValidationReport seenFrom(String folder) {
        return new ValidationReport(
                findings.stream().map(finding -> finding.seenFrom(folder)).toList(),
                unreadable.stream()
                        .map(p ->
                                new Problem(
                                        p.where().replace(folder, ""),
                                        p.what().replace(folder, ""),
                                        p.fix()))
                        .toList(),
                failOn);
    }

    /** What it comes to. */
    public Verdict verdict() {
        if (!unreadable.isEmpty()) {
            return Verdict.UNREADABLE;
        }
        return findings.stream().anyMatch(f -> f.level().compareTo(failOn) >= 0)
                ? Verdict.FAILED
                : Verdict.CLEAN;
    }

    /** Findings of each level; a level without any is zero. */
    public Map<Level, Integer> counts() {
        var counts = new EnumMap<Level, Integer>(Level.class);
        for (Level level : Level.values()) {
            counts.put(level, 0);
        }
        findings.forEach(f -> counts.merge(f.level(), 1, Integer::sum));
        return counts;
    }
}
