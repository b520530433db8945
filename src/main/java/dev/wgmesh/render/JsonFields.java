package dev.wgmesh.render;

import java.util.Collection;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Takes the fields of a JSON object, in order: into a tree, or straight into a text. */
interface JsonFields {
    void put(String name, String value);

    void put(String name, long value);

    void put(String name, boolean value);

    /** Puts an array of the texts of these values. */
    void put(String name, Collection<?> values);

    /** Puts the text of a value, if there is one. */
    default void put(String name, Optional<?> value) {
        value.ifPresent(it -> put(name, it.toString()));
    }

    /** Puts an object with the fields that {@code put} puts. */
    void object(String name, Consumer<JsonFields> put);

    /** Puts an array of objects, one for each value. */
    <T> void objects(String name, Collection<T> values, BiConsumer<JsonFields, T> put);
}
