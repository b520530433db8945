package dev.wgmesh.zone;

import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * A record as its entry writes it.
 *
 * @param ttlToken which token of the entry is the TTL; -1: none is
 * @param classToken which token is the class; -1: none is
 * @param typeToken which token is the type; the record's data follows it
 * @param lastTtl whether it has the TTL of the record before it, for want of its own and a default
 * @param origin what relative names in it are below
 * @param defaultTtl what a record after it has that writes none; -1: the last record's
 */
record ZoneEntry(
        Record record,
        int ttlToken,
        int classToken,
        int typeToken,
        boolean lastTtl,
        Optional<Name> origin,
        long defaultTtl) {}
