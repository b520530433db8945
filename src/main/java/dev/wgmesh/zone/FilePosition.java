package dev.wgmesh.zone;

/**
 * Where a record stands in a zone file.
 *
 * @param file as it was named when reading
 * @param line of its first character, from 1
 * @param column of its first character, from 1
 * @param start offset of its first octet: the beginning of the line it stands in
 * @param end offset after its last octet: past the line feed that ends it, or the end of the file
 */
public record FilePosition(String file, int line, int column, int start, int end) {
    /** {@code zones/example.com.zone:12}. */
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
