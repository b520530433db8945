package dev.wgmesh.zone;

import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The {@code key=value} texts of one RRset, read key by key; collects all problems. */
final class KeyValueText {
    private final String where;
    private final List<String> left;
    private final List<Problem> problems = new ArrayList<>();

    KeyValueText(Question question, List<String> texts) {
        this.where = question.toString();
        this.left = new ArrayList<>(texts.stream().distinct().sorted().toList());
    }

    /**
     * Removes and returns every value of a key.
     *
     * @param form of a valid value, for the fix
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

    /** Removes and returns the value of a key that may occur once; two values are a problem. */
    <T> Optional<T> one(String key, String form, Function<String, Optional<T>> parse) {
        List<T> values = all(key, form, parse);
        if (values.size() > 1) {
            problems.add(
                    new Problem(
                            where,
                            "has more than one " + key + "= value",
                            "keep only one " + key + "= value"));
            return Optional.empty();
        }
        return values.stream().findFirst();
    }

    /** Returns the other texts, sorted; a text without an equals sign is a problem. */
    List<String> rest() {
        left.stream()
                .filter(text -> text.indexOf('=') < 1)
                .map(text ->
                        new Problem(
                                where, "\"" + text + "\" is not key=value", "remove this record"))
                .forEach(problems::add);
        return List.copyOf(left);
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }
}
