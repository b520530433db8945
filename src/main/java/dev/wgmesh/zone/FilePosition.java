package dev.wgmesh.zone;

/**
 * The position of a record in a zone file, ordered by file, line and column.
 *
 * @param file path that was read
 * @param line of its first character, from 1
 * @param column of its first character, from 1
 * @param start offset of its first octet: the beginning of its line
 * @param end offset after its last octet: past the line feed that ends it, or the end of the file
 */
public record FilePosition(String file, int line, int column, int start, int end)
        implements Comparable<FilePosition> {
    @Override
    public int compareTo(FilePosition other) {
        int byFile = file.equals(other.file) ? 0 : file.compareTo(other.file);
        int byLine = byFile != 0 ? byFile : Integer.compare(line, other.line);
        return byLine != 0 ? byLine : Integer.compare(column, other.column);
    }

    /** Returns the same position under another name of the file. */
    public FilePosition in(String name) {
        return new FilePosition(name, line, column, start, end);
    }

    /** Returns the file and line: {@code zones/example.com.zone:12}. */
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
