package dev.wgmesh.device;

import dev.wgmesh.json.JsonTree;
import dev.wgmesh.problem.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/**
 * An object in the output of {@code ip -json}. A field is empty where this version of {@code ip}
 * does not print it; a field of another kind than expected is an error.
 *
 * @param command that printed it, for messages
 */
record IpRow(String command, JsonNode json) {
    private static final String FIX = "install iproute2 5.0 or later";

    /**
     * Parses the output of a process whose commands printed an array of objects each, if anything.
     *
     * @throws Failure UNREADABLE where the output is not that
     */
    static List<List<IpRow>> parseAll(String command, String output) {
        var tables = new ArrayList<List<IpRow>>();
        try (JsonParser parser = JsonTree.parser(output)) {
            while (parser.nextToken() != null) {
                tables.add(rows(command, parser));
            }
        } catch (JacksonException _) {
            throw unreadable(command);
        }
        return tables;
    }

    private static List<IpRow> rows(String command, JsonParser parser) {
        return rows(command, JsonTree.value(parser).valueStream()).toList();
    }

    /** Returns the error of an output that is not JSON. */
    static Failure unreadable(String command) {
        return Failure.unreadable(command, "did not print JSON", FIX);
    }

    private static Stream<IpRow> rows(String command, Stream<JsonNode> objects) {
        return objects.map(node -> new IpRow(command, node)).filter(IpRow::isShown);
    }

    /** Returns false for the {@code {}} that ip prints for each interface that was filtered out. */
    boolean isShown() {
        return !json.isEmpty();
    }

    Optional<String> text(String name) {
        return field(json, name, JsonNode::isString, "a string").map(JsonNode::stringValue);
    }

    /**
     * Returns a string that every version prints.
     *
     * @throws Failure UNREADABLE where it is missing
     */
    String requiredText(String name) {
        return text(name).orElseThrow(() -> unexpected(name, "nothing", "a string"));
    }

    /** Returns a number, which {@code ip -N} prints as a string where it replaces a word. */
    Optional<Integer> number(String name) {
        return field(json, name, IpRow::isNumber, "a number").map(JsonNode::asInt);
    }

    /** Returns a number of up to 32 bits without sign, as {@link #number}. */
    Optional<Long> unsigned(String name) {
        return field(json, name, IpRow::isUnsigned, "a number of 32 bits").map(JsonNode::asLong);
    }

    private static boolean isUnsigned(JsonNode value) {
        return value.canConvertToLong() || value.isString() && isDigits(value.stringValue(), 10);
    }

    private static boolean isNumber(JsonNode value) {
        return value.canConvertToInt() || value.isString() && isDigits(value.stringValue(), 9);
    }

    private static boolean isDigits(String text, int most) {
        if (text.isEmpty() || text.length() > most) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    boolean flag(String name) {
        return field(json, name, JsonNode::isBoolean, "true or false")
                .filter(JsonNode::booleanValue)
                .isPresent();
    }

    /** Returns the strings of an array; none where it is missing. */
    List<String> words(String name) {
        return array(name)
                .map(value -> {
                    if (!value.isString()) {
                        throw unexpected(name, value.toString(), "a string");
                    }
                    return value.stringValue();
                })
                .toList();
    }

    /** Returns the objects of an array; none where it is missing. */
    Stream<IpRow> rows(String name) {
        return rows(command, array(name));
    }

    private Stream<JsonNode> array(String name) {
        return field(json, name, JsonNode::isArray, "an array").stream()
                .flatMap(JsonNode::valueStream);
    }

    Optional<IpRow> object(String name) {
        return field(json, name, JsonNode::isObject, "an object")
                .map(node -> new IpRow(command, node));
    }

    private Optional<JsonNode> field(
            JsonNode row, String name, Predicate<JsonNode> isValid, String expected) {
        JsonNode value = row.path(name);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!isValid.test(value)) {
            throw unexpected(name, value.toString(), expected);
        }
        return Optional.of(value);
    }

    /** Returns the error of a field that is not what it should be. */
    Failure unexpected(String name, String value, String expected) {
        return Failure.unreadable(
                command, "printed \"" + name + "\": " + value + ", expected " + expected, FIX);
    }
}
