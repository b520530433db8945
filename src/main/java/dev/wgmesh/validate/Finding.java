package dev.wgmesh.validate;

import dev.wgmesh.problem.Excerpt;
import dev.wgmesh.problem.PrintableText;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * A fault that a rule found. Ordered by location, then by the id of the rule.
 *
 * @param rule that was broken
 * @param level of the rule, or the level that the request or the case gives it
 * @param what is wrong at the location; safe to print
 * @param fix what to do, with the record or the command; safe to print; may be empty
 */
public record Finding(RuleInfo rule, Level level, FindingLocation where, String what, String fix)
        implements Comparable<Finding> {
    private static final Comparator<Finding> ORDER =
            Comparator.comparing(Finding::where)
                    .thenComparing(Finding::id)
                    .thenComparing(Finding::what)
                    .thenComparing(Finding::fix)
                    .thenComparing(Finding::level);

    /** Makes the texts safe to print; what is quoted has at most 40 characters. */
    public Finding {
        what = PrintableText.of(Excerpt.finding(what));
        fix = PrintableText.of(fix);
    }

    /** Returns the id of the rule. */
    public String id() {
        return rule.id();
    }

    /** Returns the same finding at another level. */
    public Finding withLevel(Level other) {
        return new Finding(rule, other, where, what, fix);
    }

    Finding relativeTo(Path folder) {
        return new Finding(rule, level, where.relativeTo(folder), what, fix);
    }

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }
}
