package dev.wgmesh.keys;

/** What the text of a key turned out to be. */
public sealed interface ParsedKey<K> {
    /** A well-formed key. */
    record Good<K>(K key) implements ParsedKey<K> {}

    /**
     * No key.
     *
     * @param detail the fault as the end of a sentence: "is not base64"; never the text itself
     */
    record Bad<K>(KeyFault fault, String detail) implements ParsedKey<K> {}
}
