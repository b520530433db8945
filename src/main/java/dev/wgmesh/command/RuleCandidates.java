package dev.wgmesh.command;

import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.rule.Validation;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;

/** Completes the id of a rule. For {@code completionCandidates}. */
final class RuleCandidates implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return ids().iterator();
    }

    private static Stream<String> ids() {
        return Validation.rules().stream().map(RuleInfo::id);
    }

    /** Completes a rule and its level, {@code ID=LEVEL}. */
    static final class WithLevel implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return ids().flatMap(id -> levels().map(level -> id + "=" + level)).iterator();
        }

        private static Stream<String> levels() {
            return Stream.concat(
                    Stream.of("off"),
                    Stream.of(Level.values()).map(level -> level.name().toLowerCase(Locale.ROOT)));
        }
    }
}
