package dev.wgmesh.zone;

import java.util.List;

/**
 * What the reader of zone files noticed that is not an error.
 *
 * @param opaque records whose data it cannot read
 * @param largeTtls places of TTLs over 2,147,483,647 seconds, read as 0 (RFC 2181, section 8)
 */
public record ReadNotes(List<OpaqueRecord> opaque, List<FilePosition> largeTtls) {
    /** No notes: for a zone that was not read from files. */
    public static final ReadNotes NONE = new ReadNotes(List.of(), List.of());

    public ReadNotes {
        opaque = List.copyOf(opaque);
        largeTtls = List.copyOf(largeTtls);
    }

    /** Returns owner and type of the records whose data cannot be read. */
    List<Question> opaqueQuestions() {
        return opaque.stream().map(OpaqueRecord::question).toList();
    }
}
