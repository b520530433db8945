package dev.wgmesh.apply;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The fields of one JSON object; getters throw IllegalArgumentException for an invalid field. */
record StateFields(JsonNode node) {
    StateFields {
        if (!node.isObject()) {
            throw new IllegalArgumentException("expected a JSON object");
        }
    }

    void expect(String field, String value) {
        if (!text(field).equals(value)) {
            throw new IllegalArgumentException("\"" + field + "\" is not \"" + value + "\"");
        }
    }

    String text(String field) {
        return optionalText(field).orElseThrow(() -> bad(field));
    }

    Optional<String> optionalText(String field) {
        JsonNode value = node.path(field);
        return value.isMissingNode() ? Optional.empty() : Optional.of(text(field, value));
    }

    private static String text(String field, JsonNode value) {
        if (!value.isValueNode()) {
            throw bad(field);
        }
        return value.asString();
    }

    long number(String field) {
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber()) {
            throw bad(field);
        }
        return value.longValue();
    }

    <T> T one(String field, Function<String, Optional<T>> parse) {
        return parse.apply(text(field)).orElseThrow(() -> bad(field));
    }

    <T> Optional<T> optional(String field, Function<String, Optional<T>> parse) {
        return optionalText(field).map(text -> parse.apply(text).orElseThrow(() -> bad(field)));
    }

    <T> List<T> list(String field, Function<String, Optional<T>> parse) {
        return texts(field).stream()
                .map(text -> parse.apply(text).orElseThrow(() -> bad(field)))
                .toList();
    }

    List<String> texts(String field) {
        return elements(field).map(value -> text(field, value)).toList();
    }

    <T> List<T> objects(String field, Function<StateFields, T> read) {
        return elements(field).map(StateFields::new).map(read).toList();
    }

    private Stream<JsonNode> elements(String field) {
        JsonNode array = node.path(field);
        if (!array.isArray()) {
            throw bad(field);
        }
        return array.valueStream();
    }

    StateFields object(String field) {
        return new StateFields(node.path(field));
    }

    <T> Optional<T> optionalObject(String field, Function<StateFields, T> read) {
        return node.has(field) ? Optional.of(read.apply(object(field))) : Optional.empty();
    }

    private static IllegalArgumentException bad(String field) {
        return new IllegalArgumentException("\"" + field + "\" is missing or invalid");
    }
}
