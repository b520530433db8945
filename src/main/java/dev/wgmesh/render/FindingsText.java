package dev.wgmesh.render;

import dev.wgmesh.problem.Problem;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.FindingSelection;
import dev.wgmesh.validate.FindingSelection.Omission;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationReport;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Findings as text, in the form of a compiler: place, level and id on one line, why it matters and
 * the fix below. The reason of a rule is shown once.
 */
public final class FindingsText {
    private static final String INDENT = "    ";

    private FindingsText() {}

    /** Returns every finding of the report, with a summary as its last line. */
    public static String of(ValidationReport report, TerminalColour paint) {
        return of(report, FindingSelection.all(report), paint);
    }

    /** Returns the findings selected, with a summary of the whole report as its last line. */
    public static String of(
            ValidationReport report, FindingSelection selection, TerminalColour paint) {
        var text = new StringBuilder();
        Set<String> explained = new HashSet<>();
        Map<Finding, Omission> omitted =
                selection.omitted().stream()
                        .collect(Collectors.toMap(Omission::last, Function.identity()));
        for (Finding finding : selection.shown()) {
            text.append(line(finding, paint)).append('\n');
            if (explained.add(finding.id())) {
                text.append(INDENT)
                        .append(paint.dim("why: " + finding.rule().rationale()))
                        .append('\n');
            }
            if (!finding.fix().isEmpty()) {
                text.append(INDENT).append("fix: ").append(finding.fix()).append('\n');
            }
            Omission omission = omitted.get(finding);
            if (omission != null) {
                text.append(more(omission, paint)).append('\n');
            }
        }
        return text.append(summary(report, paint)).append('\n').toString();
    }

    private static String more(Omission omission, TerminalColour paint) {
        Finding last = omission.last();
        return paint.bold(omission.file().orElse("DNS") + ":")
                + " "
                + coloured(last.level(), last.level() + " " + last.id() + ":", paint)
                + " "
                + omission.count()
                + " more; show them: --all";
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
                        .map(level -> counted(counts.getOrDefault(level, 0), level))
                        .collect(Collectors.joining(", "));
        List<Problem> unreadable = report.unreadable();
        if (!unreadable.isEmpty()) {
            return paint.red("not checked in full: " + Plural.of(unreadable.size(), "problem"))
                    + (findings.isEmpty() ? "" : "; " + findings);
        }
        return findings.isEmpty() ? paint.green("no findings in " + report.coverage()) : findings;
    }

    /** Returns 1 error, 2 errors; info has no plural. */
    private static String counted(int count, Level level) {
        return level == Level.INFO ? count + " " + level : Plural.of(count, level.toString());
    }

    /** Returns the description of a rule, for {@code --explain}. */
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
