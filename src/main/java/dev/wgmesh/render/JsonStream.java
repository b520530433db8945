package dev.wgmesh.render;

import dev.wgmesh.json.JsonTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document that is written field by field, for those with an object for each member: no tree of
 * all of them is made. Its text is that of {@link Json#text}.
 */
final class JsonStream {
    private final Writer text;
    private final JsonGenerator generator;

    /** Begins a document of that kind and version. */
    JsonStream(String kind, int version, Writer text) {
        this.text = text;
        this.generator = Json.indented(text);
        generator.writeStartObject();
        fields(Json.document(kind, version));
    }

    /** Writes the fields that {@code put} puts into an object. */
    void fields(Consumer<ObjectNode> put) {
        ObjectNode fields = Json.object();
        put.accept(fields);
        fields(fields);
    }

    private void fields(ObjectNode fields) {
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            generator.writeName(field.getKey());
            JsonTree.write(generator, field.getValue());
        }
    }

    /** Writes an object whose fields {@code write} writes to this document. */
    void object(String name, Runnable write) {
        generator.writeObjectPropertyStart(name);
        write.run();
        generator.writeEndObject();
    }

    /** Writes an array of objects, one for each value. */
    <T> void objects(String name, Collection<T> values, BiConsumer<ObjectNode, T> put) {
        generator.writeArrayPropertyStart(name);
        for (T value : values) {
            ObjectNode object = Json.object();
            put.accept(object, value);
            JsonTree.write(generator, object);
        }
        generator.writeEndArray();
    }

    /** Ends the document, whose indented text ends with a line feed. */
    void end() {
        generator.writeEndObject();
        generator.close();
        try {
            text.append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
