package dev.wgmesh.keys;

/** The result of parsing the text of a key. */
public sealed interface KeyParseResult<K> {
    /** A well-formed key. */
    record Valid<K>(K key) implements KeyParseResult<K> {}

    /**
     * Text that is not a key.
     *
     * @param detail the fault as the end of a sentence: "is not base64"; never the text itself
     */
    record Invalid<K>(KeyFault fault, String detail) implements KeyParseResult<K> {}
}
