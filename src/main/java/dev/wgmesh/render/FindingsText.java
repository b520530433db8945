package dev.wgmesh.render;

import dev.wgmesh.problem.Problem;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationReport;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Findings for people, as a compiler tells them: place, level and id on one line, why it matters
 * and the fix below. The reason of a rule is shown once.
 */
public final class FindingsText {
    private static final String INDENT = "    ";

    private FindingsText() {}

    /** The whole report, with a summary as its last line. */
    public static String of(ValidationReport report, TerminalColour paint) {
        var text = new StringBuilder();
        Set<String> explained = new HashSet<>();
        for (Finding finding : report.findings()) {
            text.append(line(finding, paint)).append('\n');
            if (explained.add(finding.id())) {
                text.append(INDENT)
                        .append(paint.dim("why: " + finding.rule().rationale()))
                        .append('\n');
            }
            if (!finding.fix().isEmpty()) {
                text.append(INDENT).append("fix: ").append(finding.fix()).append('\n');
            }
        }
        return text.append(summary(report, paint)).append('\n').toString();
    }

    private static String line(Finding finding, TerminalColour paint) {
        return paint.bold(where(finding) + ":")
                + " "
                + coloured(finding.level(), finding.level() + " " + finding.id() + ":", paint)
                + " "
                + finding.what();
    }

    /** Returns the place; that of a syntax error has a column. */
    private static String where(Finding finding) {
        FindingLocation location = finding.where();
        return finding.id().startsWith("Z")
                ? location.place()
                        .map(place -> place + ":" + place.column())
                        .orElse(location.toString())
                : location.toString();
    }

    private static String coloured(Level level, String text, TerminalColour paint) {
        return switch (level) {
            case ERROR -> paint.red(text);
            case WARNING -> paint.yellow(text);
            case NOTICE, INFO -> paint.dim(text);
        };
    }

    private static String summary(ValidationReport report, TerminalColour paint) {
        Map<Level, Integer> counts = report.counts();
        String findings =
                Stream.of(Level.values())
                        .sorted((a, b) -> b.compareTo(a))
                        .filter(level -> counts.getOrDefault(level, 0) > 0)
                        .map(level -> plural(counts.getOrDefault(level, 0), level.toString()))
                        .collect(Collectors.joining(", "));
        List<Problem> unreadable = report.withUnreadable();
        if (!unreadable.isEmpty()) {
            return paint.red("not checked in full: " + plural(unreadable.size(), "problem"))
                    + (findings.isEmpty() ? "" : "; " + findings);
        }
        return findings.isEmpty() ? paint.green("no findings") : findings;
    }

    /** One error, two errors; info has no plural. */
    private static String plural(int count, String what) {
        return count + " " + what + (count == 1 || what.equals("info") ? "" : "s");
    }

    /** What a rule is: for {@code --explain}. */
    public static String explain(RuleInfo rule, TerminalColour paint) {
        return paint.bold(rule.id())
                + " ("
                + rule.level()
                + "): "
                + rule.title()
                + "\n"
                + INDENT
                + rule.rationale()
                + "\n"
                + INDENT
                + "see "
                + rule.reference()
                + "\n"
                + INDENT
                + "another level: --rule "
                + rule.id()
                + "=off|info|notice|warning|error\n";
    }
}
