package dev.wgmesh.validate;

import dev.wgmesh.problem.PrintableText;
import java.util.Comparator;

/**
 * One thing that a rule found. Ordered by where it is, then by the rule's id.
 *
 * @param rule that was broken
 * @param level the rule's, or what the run or the case makes of it
 * @param what is wrong there; safe to print
 * @param fix the exact record or command, or what to look at; safe to print; may be empty
 */
public record Finding(RuleInfo rule, Level level, FindingLocation where, String what, String fix)
        implements Comparable<Finding> {
    private static final Comparator<Finding> ORDER =
            Comparator.comparing(Finding::where)
                    .thenComparing(Finding::id)
                    .thenComparing(Finding::what)
                    .thenComparing(Finding::fix)
                    .thenComparing(Finding::level);

    /** Escapes what is not safe to print. */
    public Finding {
        what = PrintableText.of(what);
        fix = PrintableText.of(fix);
    }

    /** The rule's id. */
    public String id() {
        return rule.id();
    }

    public Finding at(Level other) {
        return new Finding(rule, other, where, what, fix);
    }

    Finding seenFrom(String folder) {
        return new Finding(rule, level, where.seenFrom(folder), what.replace(folder, ""), fix);
    }

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }
}
