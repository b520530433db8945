package dev.wgmesh.mesh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Values by key, in the order of the first value of each: most keys have one value. */
public final class ValuesByKey<K, V> {
    private final Map<K, List<V>> values;

    /** Creates a map without values, with room for so many keys. */
    public ValuesByKey(int keys) {
        values = LinkedHashMap.newLinkedHashMap(keys);
    }

    /** Adds a value. */
    public void add(K key, V value) {
        List<V> before = values.putIfAbsent(key, List.of(value));
        if (before == null) {
            return;
        }
        if (before.size() > 1) {
            before.add(value);
            return;
        }
        var several = new ArrayList<V>(2);
        several.addAll(before);
        several.add(value);
        values.put(key, several);
    }

    /** Returns the values of a key, in the order in which they were added; none: it has none. */
    public List<V> get(K key) {
        return values.getOrDefault(key, List.of());
    }

    boolean contains(K key) {
        return values.containsKey(key);
    }

    void forEach(BiConsumer<K, List<V>> action) {
        values.forEach(action);
    }
}
