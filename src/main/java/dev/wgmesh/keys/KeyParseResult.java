package dev.wgmesh.keys;

import java.util.Optional;
import java.util.function.Function;

/** The result of parsing the text of a key. */
public sealed interface KeyParseResult<K> {
    /** Returns the key; empty for text that is not a key. */
    default Optional<K> valid() {
        return this instanceof Valid<K>(K key) ? Optional.of(key) : Optional.empty();
    }

    /** Returns the result with another key, or the same fault. */
    default <T> KeyParseResult<T> map(Function<? super K, ? extends T> make) {
        return switch (this) {
            case Valid<K>(K key) -> new Valid<>(make.apply(key));
            case Invalid<K>(KeyFault fault, String detail) -> new Invalid<>(fault, detail);
        };
    }

    /** A well-formed key. */
    record Valid<K>(K key) implements KeyParseResult<K> {}

    /**
     * Text that is not a key.
     *
     * @param detail the fault as the end of a sentence: "is not base64"; never the text itself
     */
    record Invalid<K>(KeyFault fault, String detail) implements KeyParseResult<K> {}
}
