package dev.wgmesh.command;

import dev.wgmesh.problem.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The value of an option that replaces what a record has, beside an option {@code --no-NAME} that
 * removes it.
 *
 * @param option such as {@code --pool}
 * @param removed whether {@code --no-pool} is given
 * @param value empty where the option is not given
 */
record ReplacedValue<T>(String option, boolean removed, Optional<T> value) {
    /** Returns the value of an option that may be repeated. */
    static <T> ReplacedValue<List<T>> of(String option, boolean removed, List<T> values) {
        return new ReplacedValue<>(
                option, removed, values.isEmpty() ? Optional.empty() : Optional.of(values));
    }

    /** Returns the value of an option that has none of its own. */
    static ReplacedValue<Boolean> ofFlag(String option, boolean removed, boolean given) {
        return new ReplacedValue<>(option, removed, given ? Optional.of(true) : Optional.empty());
    }

    /** Returns whether one of the two options is given. */
    boolean isGiven() {
        return removed || value.isPresent();
    }

    /** Returns the value; {@code none} where it is removed; empty where neither is given. */
    Optional<T> orNone(T none) {
        return removed ? Optional.of(none) : value;
    }

    /** Adds a problem where both options are given. */
    void requireOne(Collection<Problem> problems) {
        if (removed && value.isPresent()) {
            problems.add(
                    new Problem(
                            option + ", --no" + option.substring(1),
                            "cannot be combined",
                            "remove one of them"));
        }
    }
}
