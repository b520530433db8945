package dev.wgmesh.render;

import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** Puts fields into an object of a tree. */
record TreeFields(ObjectNode node) implements JsonFields {
    @Override
    public void put(String name, String value) {
        node.put(name, value);
    }

    @Override
    public void put(String name, long value) {
        node.put(name, value);
    }

    @Override
    public void put(String name, boolean value) {
        node.put(name, value);
    }

    @Override
    public void put(String name, Collection<?> values) {
        var array = node.putArray(name);
        values.forEach(value -> array.add(value.toString()));
    }

    @Override
    public void object(String name, Consumer<JsonFields> put) {
        put.accept(new TreeFields(node.putObject(name)));
    }

    @Override
    public <T> void objects(String name, Collection<T> values, BiConsumer<JsonFields, T> put) {
        var array = node.putArray(name);
        values.forEach(value -> put.accept(new TreeFields(array.addObject()), value));
    }
}
