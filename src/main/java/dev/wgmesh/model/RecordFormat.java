package dev.wgmesh.model;

import java.util.Set;

/** The labels and limits of a mesh's records in DNS, as docs/records.md defines them. */
public final class RecordFormat {
    /** The first label of a mesh, unless it was given another name. */
    public static final String P2P = "_p2p";

    /** Before a mesh: its policy. */
    public static final String POLICY = "_policy";

    /** Before a list: the revision of the list and of its members' addresses. */
    public static final String REVISION = "_revision";

    /** Before a host: its key and mesh addresses. */
    public static final String WIREGUARD = "_wireguard";

    /** Between {@link #WIREGUARD} and a host: its endpoint (RFC 2782). */
    public static final String UDP = "_udp";

    /** Before a host: the target of the record with {@link #REFLEXIVE}, with the address. */
    public static final String REFLEXIVE_TARGET = "wg-reflexive";

    /** Before {@link #WIREGUARD} and a host: its address and port as other hosts see them. */
    public static final String REFLEXIVE = "_reflexive";

    /** Before {@link #WIREGUARD} and a host: its metadata. */
    public static final String META = "_meta";

    /** Before {@link #WIREGUARD} and a host: signatures over its key and claims. */
    public static final String SIGNATURE = "_sig";

    /** The labels that no list begins with. */
    public static final Set<String> NOT_LISTS =
            Set.of(POLICY, REVISION, WIREGUARD, UDP, REFLEXIVE, META, SIGNATURE);

    /** How many sub-lists may lie between a mesh and a member. */
    public static final int MAX_LIST_DEPTH = 4;

    /** How many lists a mesh may have: its own and its sub-lists. */
    public static final int MAX_LISTS = 200;

    /** How many members of a mesh count. */
    public static final int MAX_MEMBERS = 10_000;

    /** How many mesh addresses of a member count, of both families together. */
    public static final int MAX_ADDRESSES = 16;

    /** How many endpoint addresses of a member count: of all its names and both families. */
    public static final int MAX_CANDIDATES = 8;

    private RecordFormat() {}
}
