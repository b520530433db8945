package dev.wgmesh.render;

import java.io.Writer;

/** Compares what is written with a text in ASCII, and keeps none of it. */
final class SameText extends Writer {
    private final byte[] expected;
    private int length;
    private boolean same = true;

    SameText(byte[] expected) {
        this.expected = expected;
    }

    /** Returns whether exactly the expected text was written. */
    boolean isSame() {
        return same && length == expected.length;
    }

    @Override
    public void write(char[] text, int from, int count) {
        same = same && count <= expected.length - length;
        for (int i = 0; same && i < count; i++) {
            same = expected[length + i] == text[from + i];
        }
        length += same ? count : 0;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
