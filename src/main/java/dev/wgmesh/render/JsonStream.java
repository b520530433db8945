package dev.wgmesh.render;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.JacksonIOException;

/**
 * A document that is written field by field, for those with an object for each member: no tree is
 * made. Its text is that of {@link Json#text}.
 */
final class JsonStream implements JsonFields {
    private final JsonGenerator generator;

    private JsonStream(JsonGenerator generator) {
        this.generator = generator;
    }

    /**
     * Writes a document of that kind and version, which ends with a line feed.
     *
     * @param put puts its fields
     * @throws UncheckedIOException if {@code text} cannot be written
     */
    static void write(String kind, int version, Writer text, Consumer<JsonFields> put) {
        try (JsonGenerator generator = Json.indented(text)) {
            var document = new JsonStream(generator);
            generator.writeStartObject();
            document.put("format", Json.FORMATS + kind);
            document.put("version", version);
            put.accept(document);
            generator.writeEndObject();
            generator.flush();
            text.append('\n');
        } catch (JacksonIOException e) {
            throw new UncheckedIOException(e.getCause());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void put(String name, String value) {
        generator.writeStringProperty(name, value);
    }

    @Override
    public void put(String name, long value) {
        generator.writeNumberProperty(name, value);
    }

    @Override
    public void put(String name, boolean value) {
        generator.writeBooleanProperty(name, value);
    }

    @Override
    public void put(String name, Collection<?> values) {
        generator.writeArrayPropertyStart(name);
        for (Object value : values) {
            generator.writeString(value.toString());
        }
        generator.writeEndArray();
    }

    @Override
    public void object(String name, Consumer<JsonFields> put) {
        generator.writeObjectPropertyStart(name);
        put.accept(this);
        generator.writeEndObject();
    }

    @Override
    public <T> void objects(String name, Collection<T> values, BiConsumer<JsonFields, T> put) {
        generator.writeArrayPropertyStart(name);
        for (T value : values) {
            generator.writeStartObject();
            put.accept(this, value);
            generator.writeEndObject();
        }
        generator.writeEndArray();
    }
}
