package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import java.util.Optional;

/** The way to find this node among the members. */
public sealed interface SelfSelector {
    /**
     * By the key of its interface or key file: the key of a member, or the next-key of the member
     * that this node was.
     *
     * @param keyFile the member that the name of the key file says: HOST.key, HOST.next.key; empty:
     *     no key file, or another name
     */
    record ByKey(PublicKey key, Optional<HostName> keyFile) implements SelfSelector {
        /** Finds by the key of an interface. */
        public ByKey(PublicKey key) {
            this(key, Optional.empty());
        }
    }

    /** By its name, for a plan made on another machine. */
    record ByName(HostName name) implements SelfSelector {}
}
