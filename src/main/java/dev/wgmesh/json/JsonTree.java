package dev.wgmesh.json;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes trees token by token. Jackson's {@code ObjectMapper} does it too, but loads 400
 * classes for it, which a node that waits would keep in memory.
 */
public final class JsonTree {
    private static final TokenStreamFactory FACTORY = new JsonFactory();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ArrayReaders NO_READERS = (_, _) -> Optional.empty();

    private JsonTree() {}

    /** Returns a parser of JSON, before its first token. */
    public static JsonParser parser(String text) {
        return parser(FACTORY, text);
    }

    private static JsonParser parser(TokenStreamFactory factory, String text) {
        return factory.createParser(ObjectReadContext.empty(), text);
    }

    /**
     * Returns the value of a text that other programs print: where a property is there twice, the
     * last one counts. A missing node if the text is empty.
     *
     * @throws JacksonException if the text does not begin with a value
     */
    public static JsonNode read(String text) {
        try (JsonParser parser = parser(text)) {
            return parser.nextToken() == null ? NODES.missingNode() : value(parser);
        }
    }

    /**
     * Returns the value of a text that has no property twice and ends with the value. A missing
     * node if the text is empty.
     *
     * @throws JacksonException if the text is not that
     */
    public static JsonNode readStrictly(String text) {
        return readStrictly(FACTORY, text);
    }

    /**
     * Returns the same of a text in the format of {@code factory}.
     *
     * @throws JacksonException as {@link #readStrictly(String)}
     */
    public static JsonNode readStrictly(TokenStreamFactory factory, String text) {
        return readStrictly(factory, text, NO_READERS);
    }

    /** Decides which arrays of the outermost object are read element by element. */
    @FunctionalInterface
    public interface ArrayReaders {
        /**
         * Returns what reads the elements of an array; empty: they become part of the tree.
         *
         * @param document the properties before the array
         */
        Optional<? extends Consumer<JsonNode>> at(String name, JsonNode document);
    }

    /**
     * Returns the same, with empty arrays in place of those that were read element by element.
     *
     * @throws JacksonException as {@link #readStrictly(String)}
     */
    public static JsonNode readStrictly(String text, ArrayReaders arrays) {
        return readStrictly(FACTORY, text, arrays);
    }

    private static JsonNode readStrictly(
            TokenStreamFactory factory, String text, ArrayReaders arrays) {
        try (JsonParser parser = parser(factory, text)) {
            if (parser.nextToken() == null) {
                return NODES.missingNode();
            }
            JsonNode value =
                    parser.currentToken() == JsonToken.START_OBJECT
                            ? object(parser, true, arrays)
                            : value(parser, true);
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "more text after the value");
            }
            return value;
        }
    }

    /**
     * Returns the value that begins at the current token of a parser, which is then at its last
     * one. Where a property is there twice, the last one counts.
     *
     * @throws JacksonException if the text is not JSON
     */
    public static JsonNode value(JsonParser parser) {
        return value(parser, false);
    }

    private static JsonNode value(JsonParser parser, boolean strict) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, strict, NO_READERS);
            case START_ARRAY -> array(parser, strict);
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default ->
                    throw new StreamReadException(
                            parser, "unexpected token " + parser.currentToken());
        };
    }

    private static ObjectNode object(JsonParser parser, boolean strict, ArrayReaders arrays) {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (strict && object.has(name)) {
                throw new StreamReadException(parser, "Duplicate property \"" + name + "\"");
            }
            parser.nextToken();
            object.set(name, property(parser, strict, arrays, object, name));
        }
        return object;
    }

    private static JsonNode property(
            JsonParser parser,
            boolean strict,
            ArrayReaders arrays,
            ObjectNode before,
            String name) {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            Optional<? extends Consumer<JsonNode>> reader = arrays.at(name, before);
            if (reader.isPresent()) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    reader.get().accept(value(parser, strict));
                }
                return NODES.arrayNode();
            }
        }
        return value(parser, strict);
    }

    private static ArrayNode array(JsonParser parser, boolean strict) {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, strict));
        }
        return array;
    }

    private static JsonNode integer(JsonParser parser) {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    /** Writes a value. */
    public static void write(JsonGenerator generator, JsonNode value) {
        if (value instanceof ObjectNode object) {
            generator.writeStartObject();
            for (Map.Entry<String, JsonNode> property : object.properties()) {
                generator.writeName(property.getKey());
                write(generator, property.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof ArrayNode array) {
            generator.writeStartArray();
            for (JsonNode element : array) {
                write(generator, element);
            }
            generator.writeEndArray();
        } else if (value.isString()) {
            generator.writeString(value.stringValue());
        } else if (value.isBoolean()) {
            generator.writeBoolean(value.booleanValue());
        } else if (value.isIntegralNumber()) {
            writeInteger(generator, value);
        } else if (value.isNumber()) {
            generator.writeNumber(value.doubleValue());
        } else {
            generator.writeNull();
        }
    }

    private static void writeInteger(JsonGenerator generator, JsonNode value) {
        if (value.canConvertToLong()) {
            generator.writeNumber(value.longValue());
        } else {
            generator.writeNumber(value.bigIntegerValue());
        }
    }
}
