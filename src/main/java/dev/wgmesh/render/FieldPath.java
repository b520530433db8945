package dev.wgmesh.render;

import org.jspecify.annotations.Nullable;

/** The place of a value in a document. Its text is made only for a problem. */
final class FieldPath {
    /** The document. */
    static final FieldPath DOCUMENT = new FieldPath(null, "", 0);

    private final @Nullable FieldPath above;

    /** The key, where this is no element of an array. */
    private final String name;

    /** The index of an element, from 0; -1: this is a key. */
    private final int index;

    private FieldPath(@Nullable FieldPath above, String name, int index) {
        this.above = above;
        this.name = name;
        this.index = index;
    }

    /** Returns the place of a key of this object. */
    FieldPath key(String key) {
        return new FieldPath(this, key, -1);
    }

    /** Returns the place of an element of this array. */
    FieldPath element(int at) {
        return new FieldPath(this, "", at);
    }

    /** Returns {@code a.b[1]}; empty for the document. */
    String text() {
        if (above == null) {
            return "";
        }
        String text = above.text();
        if (index >= 0) {
            return text + "[" + index + "]";
        }
        return text.isEmpty() ? name : text + "." + name;
    }
}
