package dev.wgmesh.zone;

import java.util.Optional;

/** The records of one name in a zone, found once and then asked for by type. */
@FunctionalInterface
public interface OwnerRecords {
    /** Returns the RRset of a type; empty where the name has none. */
    Optional<RRset> rrset(int type);
}
