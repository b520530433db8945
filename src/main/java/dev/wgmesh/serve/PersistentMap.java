package dev.wgmesh.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * An immutable map without order. A changed map shares all but one path with the map before it, so
 * a change takes the same time in a large map as in a small one. A hash array mapped trie: each
 * level takes 5 bits of the hash.
 */
final class PersistentMap<K, V> {
    private static final int BITS = 5;
    private static final int MASK = (1 << BITS) - 1;

    private final Node<K, V> root;

    private PersistentMap(Node<K, V> root) {
        this.root = root;
    }

    static <K, V> PersistentMap<K, V> empty() {
        return new PersistentMap<>(new Branch<>(0, List.of()));
    }

    Optional<V> get(K key) {
        int hash = hash(key);
        Node<K, V> node = root;
        for (int shift = 0; node instanceof Branch<K, V> branch; shift += BITS) {
            int bit = bit(hash, shift);
            if ((branch.bitmap & bit) == 0) {
                return Optional.empty();
            }
            node = branch.children.get(branch.index(bit));
        }
        return ((Bucket<K, V>) node).get(hash, key);
    }

    /** Returns the map with the key's value set. */
    PersistentMap<K, V> with(K key, V value) {
        var added = new Bucket<>(hash(key), List.of(new Entry<>(key, value)));
        return new PersistentMap<>(root.with(added, 0));
    }

    /** Returns the map without the key. */
    PersistentMap<K, V> without(K key) {
        return new PersistentMap<>(
                root.without(hash(key), key, 0).orElseGet(() -> new Branch<>(0, List.of())));
    }

    void forEach(BiConsumer<K, V> action) {
        root.forEach(action);
    }

    private static int hash(Object key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return hash ^ hash >>> 16;
    }

    private static int bit(int hash, int shift) {
        return 1 << (hash >>> shift & MASK);
    }

    private record Entry<K, V>(K key, V value) {}

    private sealed interface Node<K, V> {
        Node<K, V> with(Bucket<K, V> added, int shift);

        /** Returns the node without the key; empty where nothing is left. */
        Optional<Node<K, V>> without(int hash, K key, int shift);

        void forEach(BiConsumer<K, V> action);
    }

    /** The children of those of the 32 parts of the hash whose bit is set, in order. */
    private record Branch<K, V>(int bitmap, List<Node<K, V>> children) implements Node<K, V> {
        private int index(int bit) {
            return Integer.bitCount(bitmap & bit - 1);
        }

        @Override
        public Node<K, V> with(Bucket<K, V> added, int shift) {
            int bit = bit(added.hash, shift);
            var next = new ArrayList<Node<K, V>>(children.size() + 1);
            next.addAll(children);
            int at = index(bit);
            if ((bitmap & bit) == 0) {
                next.add(at, added);
            } else {
                next.set(at, next.get(at).with(added, shift + BITS));
            }
            return new Branch<>(bitmap | bit, next);
        }

        @Override
        public Optional<Node<K, V>> without(int hash, K key, int shift) {
            int bit = bit(hash, shift);
            if ((bitmap & bit) == 0) {
                return Optional.of(this);
            }
            var next = new ArrayList<>(children);
            int at = index(bit);
            Optional<Node<K, V>> left = next.get(at).without(hash, key, shift + BITS);
            if (left.isPresent()) {
                next.set(at, left.get());
                return Optional.of(new Branch<>(bitmap, next));
            }
            next.remove(at);
            return next.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Branch<>(bitmap & ~bit, next));
        }

        @Override
        public void forEach(BiConsumer<K, V> action) {
            children.forEach(child -> child.forEach(action));
        }
    }

    /** The entries of one hash. */
    private record Bucket<K, V>(int hash, List<Entry<K, V>> entries) implements Node<K, V> {
        private Optional<V> get(int wanted, K key) {
            if (wanted == hash) {
                for (Entry<K, V> entry : entries) {
                    if (entry.key.equals(key)) {
                        return Optional.of(entry.value);
                    }
                }
            }
            return Optional.empty();
        }

        @Override
        public Node<K, V> with(Bucket<K, V> added, int shift) {
            if (hash != added.hash) {
                return new Branch<K, V>(bit(hash, shift), List.of(this)).with(added, shift);
            }
            var next = new ArrayList<>(entries);
            next.removeIf(entry -> entry.key.equals(added.entries.getFirst().key));
            next.addAll(added.entries);
            return new Bucket<>(hash, next);
        }

        @Override
        public Optional<Node<K, V>> without(int wanted, K key, int shift) {
            List<Entry<K, V>> next =
                    entries.stream()
                            .filter(entry -> wanted != hash || !entry.key.equals(key))
                            .toList();
            return next.isEmpty() ? Optional.empty() : Optional.of(new Bucket<>(hash, next));
        }

        @Override
        public void forEach(BiConsumer<K, V> action) {
            entries.forEach(entry -> action.accept(entry.key, entry.value));
        }
    }
}
