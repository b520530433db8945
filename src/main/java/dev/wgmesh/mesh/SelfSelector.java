package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;

/** How this node is found among the members. */
public sealed interface SelfSelector {
    /** By the key of its interface or key file: the member's key or next-key. */
    record ByKey(PublicKey key) implements SelfSelector {}

    /** By its name, for a plan made away from the node. */
    record ByName(HostName name) implements SelfSelector {}
}
