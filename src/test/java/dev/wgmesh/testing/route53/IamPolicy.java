package dev.wgmesh.testing.route53;

import dev.wgmesh.testing.JsonSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * An IAM policy, as much of the language as {@code examples/} uses; an element beyond that is an
 * error. A call that no statement allows is denied.
 */
public final class IamPolicy {
    private static final Set<String> ELEMENTS =
            Set.of("Sid", "Effect", "Action", "Resource", "Condition");

    private final List<Statement> statements = new ArrayList<>();
    private final Set<String> used = new TreeSet<>();

    /**
     * A statement that allows.
     *
     * @param patterns that every value of a condition key must match one of
     */
    private record Statement(
            List<String> actions, List<String> resources, Map<String, List<String>> patterns) {}

    private IamPolicy() {}

    /** Reads a policy. */
    public static IamPolicy read(Path file) {
        JsonNode root = JsonSchema.read(file);
        require(root.get("Version").asString().equals("2012-10-17"), "Version");
        var policy = new IamPolicy();
        for (JsonNode statement : root.get("Statement")) {
            for (String element : statement.propertyNames()) {
                require(ELEMENTS.contains(element), element);
            }
            require(statement.get("Effect").asString().equals("Allow"), "Effect");
            policy.statements.add(
                    new Statement(
                            texts(statement.get("Action")),
                            texts(statement.get("Resource")),
                            patterns(statement.path("Condition"))));
        }
        return policy;
    }

    private static Map<String, List<String>> patterns(JsonNode condition) {
        var patterns = new TreeMap<String, List<String>>();
        for (var operator : condition.properties()) {
            String name = operator.getKey();
            require(name.matches("ForAllValues:String(Like|Equals)"), name);
            for (var key : operator.getValue().properties()) {
                List<String> values = texts(key.getValue());
                require(
                        name.endsWith("Like") || values.stream().noneMatch(v -> v.contains("*")),
                        name + " with a wildcard");
                require(patterns.put(key.getKey(), values) == null, key.getKey() + " twice");
            }
        }
        return patterns;
    }

    private static List<String> texts(JsonNode node) {
        if (node.isString()) {
            return List.of(node.asString());
        }
        var texts = new ArrayList<String>();
        node.forEach(text -> texts.add(text.asString()));
        return texts;
    }

    /** Returns every action that a statement allows. */
    public Set<String> actions() {
        var actions = new TreeSet<String>();
        statements.forEach(statement -> actions.addAll(statement.actions()));
        return actions;
    }

    /** Returns the actions of the calls that it permitted. */
    public synchronized Set<String> used() {
        return new TreeSet<>(used);
    }

    /** Denies a call with status 403, unless a statement allows it. */
    synchronized void require(String action, String resource, Map<String, Set<String>> keys)
            throws ApiError {
        for (Statement statement : statements) {
            if (statement.actions().contains(action)
                    && matches(statement.resources(), resource)
                    && allows(statement, keys)) {
                used.add(action);
                return;
            }
        }
        throw new ApiError(
                403,
                "AccessDenied",
                "User: arn:aws:iam::123456789012:user/test is not authorized to perform: "
                        + action
                        + " on resource: "
                        + resource);
    }

    /** ForAllValues: each value of a key in the request matches a pattern; no value matches too. */
    private static boolean allows(Statement statement, Map<String, Set<String>> keys) {
        return statement.patterns().entrySet().stream()
                .allMatch(condition ->
                        keys.getOrDefault(condition.getKey(), Set.of()).stream()
                                .allMatch(value -> matches(condition.getValue(), value)));
    }

    private static boolean matches(List<String> patterns, String value) {
        return patterns.stream()
                .map(pattern -> Pattern.quote(pattern).replace("*", "\\E.*\\Q"))
                .anyMatch(value::matches);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("not known of IAM policies: " + what);
        }
    }
}
