package dev.wgmesh.zone;

import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code key=value} texts of one RRset, taken key by key; what goes wrong is collected. */
final class KeyValueText {
    private final String where;
    private final List<String> left;
    private final List<Problem> problems = new ArrayList<>();

    KeyValueText(Question question, List<String> texts) {
        this.where = question.toString();
        this.left = new ArrayList<>(texts.stream().distinct().sorted().toList());
    }

    /**
     * Takes every value of a key.
     *
     * @param form what a value must be, for the person who mends it
     */
    <T> List<T> all(String key, String form, Function<String, Optional<T>> parse) {
        var values = new ArrayList<T>();
        String prefix = key + "=";
        left.removeIf(text -> {
            if (!text.startsWith(prefix)) {
                return false;
            }
            parse.apply(text.substring(prefix.length()))
                    .ifPresentOrElse(
                            values::add,
                            () ->
                                    problems.add(
                                            new Problem(
                                                    where,
                                                    "cannot read \"" + text + "\"",
                                                    "write " + prefix + form)));
            return true;
        });
        return values;
    }

    /** Takes the value of a key that may stand once; two that differ count as none and are told. */
    <T> Optional<T> one(String key, String form, Function<String, Optional<T>> parse) {
        List<T> values = all(key, form, parse);
        if (values.size() > 1) {
            problems.add(
                    new Problem(where, "says " + key + "= more than once", "keep one of them"));
            return Optional.empty();
        }
        return values.stream().findFirst();
    }

    /** The texts not taken, sorted; one without an equals sign is told. */
    List<String> rest() {
        left.stream()
                .filter(text -> text.indexOf('=') < 1)
                .map(text -> new Problem(where, "\"" + text + "\" is no key=value", "remove it"))
                .forEach(problems::add);
        return List.copyOf(left);
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }
}
