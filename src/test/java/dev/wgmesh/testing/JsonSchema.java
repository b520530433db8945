package dev.wgmesh.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON Schema, as much of draft 2020-12 as docs/schema uses; a keyword beyond that is an error. It
 * is stricter in one thing: a member that no schema describes is a fault.
 */
public final class JsonSchema {
    private static final Set<String> WORDS_ONLY =
            Set.of("$schema", "$id", "$defs", "title", "description", "required");

    private final Path folder;
    private final Map<String, JsonNode> schemas;
    private final List<String> faults = new ArrayList<>();

    private JsonSchema(Path folder, Map<String, JsonNode> schemas) {
        this.folder = folder;
        this.schemas = schemas;
    }

    /** What is wrong with the document, a line each, by the schema in that file of the folder. */
    public static List<String> faults(Path folder, String file, JsonNode document) {
        var schema = new JsonSchema(folder, new HashMap<>());
        schema.check(document, file, schema.schema(file), "");
        return schema.faults;
    }

    /** The JSON in a file. */
    public static JsonNode read(Path file) {
        try {
            return JsonMapper.shared().readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode schema(String file) {
        return schemas.computeIfAbsent(file, _ -> read(folder.resolve(file)));
    }

    /** Checks a value against a schema that stands in {@code file}. */
    private void check(JsonNode value, String file, JsonNode schema, String at) {
        for (var entry : schema.properties()) {
            JsonNode want = entry.getValue();
            switch (entry.getKey()) {
                case "$ref" -> follow(value, file, want.asString(), at);
                case "type" ->
                        expect(is(value, want.asString()), at, () -> "is no " + want.asString());
                case "const" -> expect(value.equals(want), at, () -> "is not " + want);
                case "enum" ->
                        expect(
                                want.valueStream().anyMatch(value::equals),
                                at,
                                () -> "not in " + want);
                case "pattern" ->
                        expect(
                                Pattern.compile(want.asString()).matcher(value.asString()).find(),
                                at,
                                () -> value + " is not like " + want);
                case "minimum" ->
                        expect(value.asLong() >= want.asLong(), at, () -> "is under " + want);
                case "maximum" ->
                        expect(value.asLong() <= want.asLong(), at, () -> "is over " + want);
                case "items" -> items(value, file, want, at);
                case "properties" -> members(value, file, schema, at);
                case "oneOf" -> oneOf(value, file, want, at);
                default -> {
                    if (!WORDS_ONLY.contains(entry.getKey())) {
                        throw new AssertionError(file + " uses " + entry.getKey());
                    }
                }
            }
        }
    }

    private void follow(JsonNode value, String file, String reference, String at) {
        String[] parts = reference.split("#", 2);
        String target = parts[0].isEmpty() ? file : parts[0];
        JsonNode schema = schema(target);
        if (parts.length == 2) {
            schema = schema.at(parts[1]);
        }
        if (schema.isMissingNode()) {
            throw new AssertionError(file + " refers to " + reference + ", which is not there");
        }
        check(value, target, schema, at);
    }

    private static boolean is(JsonNode value, String type) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            default -> throw new AssertionError("type " + type);
        };
    }

    private void items(JsonNode value, String file, JsonNode schema, String at) {
        int n = 0;
        for (JsonNode item : value.values()) {
            check(item, file, schema, at + "[" + n++ + "]");
        }
    }

    private void members(JsonNode value, String file, JsonNode schema, String at) {
        for (JsonNode name : schema.path("required").values()) {
            expect(value.has(name.asString()), at + "." + name.asString(), () -> "is missing");
        }
        for (var member : value.properties()) {
            String below = at + "." + member.getKey();
            Optional<JsonNode> described =
                    Optional.ofNullable(schema.path("properties").get(member.getKey()));
            expect(described.isPresent(), below, () -> "is not described in " + file);
            described.ifPresent(inner -> check(member.getValue(), file, inner, below));
        }
    }

    private void oneOf(JsonNode value, String file, JsonNode choices, String at) {
        long fit =
                choices.valueStream()
                        .filter(choice -> {
                            var attempt = new JsonSchema(folder, schemas);
                            attempt.check(value, file, choice, at);
                            return attempt.faults.isEmpty();
                        })
                        .count();
        expect(fit == 1, at, () -> fit + " of the choices fit " + value);
    }

    private void expect(boolean good, String at, Supplier<String> fault) {
        if (!good) {
            faults.add(at + " " + fault.get());
        }
    }
}
