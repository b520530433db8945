package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;

/** The way to find this node among the members. */
public sealed interface SelfSelector {
    /** By the key of its interface or key file: the member's key or next-key. */
    record ByKey(PublicKey key) implements SelfSelector {}

    /** By its name, for a plan made on another machine. */
    record ByName(HostName name) implements SelfSelector {}
}
