package dev.wgmesh.validate.rule;

import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.RRsetOutline;
import dev.wgmesh.zone.ZoneRecord;

/** Octets of a DNS message that answers with an RRset (RFC 1035, section 4.1). */
final class AnswerSize {
    /** Header, type and class of the question, and an OPT record (RFC 6891, section 6.1.2). */
    private static final int FIXED = 12 + 4 + 11;

    /** A compressed owner, type, class, TTL and length of rdata. */
    private static final int BEFORE_RDATA = 2 + 2 + 2 + 4 + 2;

    /** Octets of a domain name (RFC 1035, section 3.1). */
    private static final int MAX_NAME = 255;

    private AnswerSize() {}

    /** Returns the most octets that the answer can have: with an owner name of maximum length. */
    static long most(RRsetOutline set) {
        return FIXED + MAX_NAME + (long) set.size() * BEFORE_RDATA + set.octets();
    }

    /** Returns the octets of the answer. */
    static long of(RRset set) {
        long size = (long) FIXED + set.question().owner().length();
        for (ZoneRecord record : set.records()) {
            size += BEFORE_RDATA + record.record().rdataToWireCanonical().length;
        }
        return size;
    }
}
