package dev.wgmesh.render;

import dev.wgmesh.json.JsonTree;
import dev.wgmesh.problem.Problem;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The envelope of every JSON document: {@code {"format": "wg-mesh/KIND", "version": 1, …}}. Names
 * are camelCase, lists always arrays, absent members left out, times RFC 3339, durations seconds.
 * All is ASCII, so that no text in it can play with a terminal.
 */
final class Json {
    /** What the formats begin with. */
    static final String FORMATS = "wg-mesh/";

    private static final JsonFactory ASCII =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");
    private static final DefaultPrettyPrinter PRETTY =
            new DefaultPrettyPrinter(
                            Separators.createDefaultInstance()
                                    .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                                    .withObjectEmptySeparator("")
                                    .withArrayEmptySeparator(""))
                    .withObjectIndenter(INDENT)
                    .withArrayIndenter(INDENT);

    /** Indents what is written; for one text, since it counts the levels. */
    private static final class Indented extends ObjectWriteContext.Base {
        private final PrettyPrinter printer = PRETTY.createInstance();

        @Override
        public PrettyPrinter getPrettyPrinter() {
            return printer;
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }

    private Json() {}

    /** Returns a document of that kind with nothing in it yet. */
    static ObjectNode document(String kind) {
        return document(kind, 1);
    }

    /** Returns a document of that kind and version with nothing in it yet. */
    static ObjectNode document(String kind, int version) {
        return object().put("format", FORMATS + kind).put("version", version);
    }

    /** Returns an empty object. */
    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Returns the strings of the values, in order. */
    static ArrayNode strings(List<?> values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(value -> array.add(value.toString()));
        return array;
    }

    /**
     * Returns the problems, in order: {@code where}, {@code what} and, where there is one, {@code
     * fix}.
     */
    static ArrayNode problems(List<Problem> problems) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Problem problem : problems) {
            ObjectNode node = array.addObject();
            node.put("where", problem.where()).put("what", problem.what());
            if (!problem.fix().isEmpty()) {
                node.put("fix", problem.fix());
            }
        }
        return array;
    }

    /** Returns indented text, ending with a line feed. */
    static String text(JsonNode document) {
        var text = new StringWriter();
        return write(indented(text), document, text);
    }

    /** Returns what writes such a text, without the line feed. */
    static JsonGenerator indented(Writer text) {
        return ASCII.createGenerator(new Indented(), text);
    }

    private static String write(JsonGenerator generator, JsonNode document, StringWriter text) {
        try (generator) {
            JsonTree.write(generator, document);
        }
        return text.append('\n').toString();
    }

    /** Returns the same on one line, ending with a line feed: for a stream of documents. */
    static String line(JsonNode document) {
        var text = new StringWriter();
        return write(ASCII.createGenerator(ObjectWriteContext.empty(), text), document, text);
    }
}
