package dev.wgmesh.zone;

import java.util.Optional;
import org.xbill.DNS.Name;

/** The receiver of entries in their usual form, which come as numbers and octets. */
interface RowSink {
    /** Returns the table that numbers the owner names of rows. */
    NameTable names();

    /** Receives the file of the rows that follow, and the origin of their relative names. */
    void section(String file, String text, Optional<Name> origin);

    /**
     * Receives the record of an entry.
     *
     * @param owner the number of its owner name, which an entry without one must spell alike
     * @param ttl in seconds
     * @param start the offset of the line
     * @param line its number, from 1
     * @param data the data in wire form, its first {@code length} octets
     */
    void row(int owner, int type, long ttl, int start, int line, byte[] data, int length);
}
