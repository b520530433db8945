package dev.wgmesh.zone;

/** The receiver of what an entry of a zone file turns out to be. */
interface EntrySink {
    /** Receives a record. */
    void record(ZoneEntry entry);

    /** Receives a record whose data only a name server may understand. */
    void opaque(ZoneEntry entry, String reason);

    /** Receives a TTL over {@link ZoneTtl#MAX}, read as 0. */
    void largeTtl(int token);

    /** Receives an error at a token. */
    void error(int token, String what, String fix);
}
