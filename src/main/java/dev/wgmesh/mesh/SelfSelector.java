package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import java.util.List;
import java.util.Optional;

/** The way to find this node among the members. */
public sealed interface SelfSelector {
    /**
     * By the key of its interface or key file: the key of a member, or the next-key of the member
     * that this node was.
     *
     * @param keyFile the member that the name of the key file says: HOST.key, HOST.next.key; empty:
     *     no key file, or another name
     * @param held the private keys in the key file and beside it, that of the key file first
     */
    record ByKey(PublicKey key, Optional<HostName> keyFile, List<HeldKey> held)
            implements SelfSelector {
        /** Copies. */
        public ByKey {
            held = List.copyOf(held);
        }

        /** Finds by the key of an interface, or a key file of that name. */
        public ByKey(PublicKey key, Optional<HostName> keyFile) {
            this(key, keyFile, List.of());
        }

        /** Finds by the key of an interface. */
        public ByKey(PublicKey key) {
            this(key, Optional.empty());
        }
    }

    /** By its name, for a plan made on another machine. */
    record ByName(HostName name) implements SelfSelector {}
}
