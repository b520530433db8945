package dev.wgmesh.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * The findings of a report that are shown.
 *
 * @param shown sorted
 * @param omitted the number of findings not shown, by rule, level and file; each comes after the
 *     last of its kind that is shown
 */
public record FindingSelection(List<Finding> shown, List<Omission> omitted) {
    /** Findings of one rule and level in one file, or in DNS, that are shown at most. */
    private static final int MOST = 20;

    /**
     * The findings of one rule and level in one file that are not shown.
     *
     * @param last the last one shown
     */
    public record Omission(Finding last, int count) {
        /** Returns the file; empty for records that DNS gave. */
        public Optional<String> file() {
            return file(last);
        }

        private static Optional<String> file(Finding finding) {
            return finding.where().place().map(place -> place.file());
        }
    }

    private record Kind(String rule, Level level, Optional<String> file) {
        static Kind of(Finding finding) {
            return new Kind(finding.id(), finding.level(), Omission.file(finding));
        }
    }

    public FindingSelection {
        shown = List.copyOf(shown);
        omitted = List.copyOf(omitted);
    }

    /** Returns every finding of the report. */
    public static FindingSelection all(ValidationReport report) {
        return new FindingSelection(report.findings(), List.of());
    }

    /** Returns the first 20 findings of each rule, level and file. */
    public static FindingSelection first(ValidationReport report) {
        var counts = new HashMap<Kind, Integer>();
        var last = new HashMap<Kind, Finding>();
        var shown = new ArrayList<Finding>();
        for (Finding finding : report.findings()) {
            Kind kind = Kind.of(finding);
            if (counts.merge(kind, 1, Integer::sum) <= MOST) {
                shown.add(finding);
                last.put(kind, finding);
            }
        }
        var omitted = new ArrayList<Omission>();
        for (Finding finding : shown) {
            Kind kind = Kind.of(finding);
            int more = counts.getOrDefault(kind, 0) - MOST;
            if (more > 0 && finding.equals(last.get(kind))) {
                omitted.add(new Omission(finding, more));
            }
        }
        return new FindingSelection(shown, omitted);
    }
}
