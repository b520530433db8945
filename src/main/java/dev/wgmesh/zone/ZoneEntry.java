package dev.wgmesh.zone;

import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * A record, and the parts that its entry in the file has.
 *
 * @param ttlToken index of the TTL token; -1: none
 * @param classToken index of the class token; -1: none
 * @param typeToken index of the type token, the data follows; -1: a directive makes the record
 * @param lastTtl whether it inherits the TTL of the record before, without an own TTL and a default
 * @param origin of relative names
 * @param defaultTtl of a following record without TTL; -1: that of the last record
 */
record ZoneEntry(
        Record record,
        int ttlToken,
        int classToken,
        int typeToken,
        boolean lastTtl,
        Optional<Name> origin,
        long defaultTtl) {
    /** Returns the entry of a record that a directive makes: without tokens of its own. */
    ZoneEntry ofDirective() {
        return new ZoneEntry(record, -1, -1, -1, false, origin, defaultTtl);
    }
}
