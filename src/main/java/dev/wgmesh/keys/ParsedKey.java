package dev.wgmesh.keys;

/** The result of parsing the text of a key. */
public sealed interface ParsedKey<K> {
    /** A well-formed key. */
    record Good<K>(K key) implements ParsedKey<K> {}

    /**
     * Text that is not a key.
     *
     * @param detail the fault as the end of a sentence: "is not base64"; never the text itself
     */
    record Bad<K>(KeyFault fault, String detail) implements ParsedKey<K> {}
}
