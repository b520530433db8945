package dev.wgmesh.config;

import dev.wgmesh.problem.Problem;
import dev.wgmesh.problem.SpellingSuggestion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A table of a wg-mesh.toml; what is wrong in it is added to the problems.
 *
 * @param where its name and a dot; empty for the file as a whole
 */
record TomlTable(Path file, String where, JsonNode node, List<Problem> problems) {
    void onlyKeys(List<String> known) {
        for (String key : node.propertyNames()) {
            if (!known.contains(key)) {
                problem(
                        key,
                        "is no setting",
                        SpellingSuggestion.of(key, known)
                                .map(near -> "did you mean " + near + "?")
                                .orElse("there are " + String.join(", ", known)));
            }
        }
    }

    boolean has(String key) {
        return node.has(key);
    }

    Optional<String> text(String key) {
        JsonNode value = node.path(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isString() || value.asString().isEmpty()) {
            problem(key, "is no text", "write " + key + " = \"…\"");
            return Optional.empty();
        }
        return Optional.of(value.asString());
    }

    /** A path, relative to the file's folder. */
    Optional<Path> path(String key) {
        return text(key).map(text -> file.resolveSibling(text).normalize());
    }

    boolean flag(String key) {
        JsonNode value = node.path(key);
        if (!value.isMissingNode() && !value.isBoolean()) {
            problem(key, "is neither true nor false", "write " + key + " = true");
        }
        return value.isBoolean() && value.asBoolean();
    }

    /** Something is wrong with the key, or with the table where the key is empty. */
    void problem(String key, String what, String fix) {
        String at = where + key;
        String name = key.isEmpty() && at.endsWith(".") ? at.substring(0, at.length() - 1) : at;
        problems.add(new Problem(file + " " + name, what, fix));
    }
}
