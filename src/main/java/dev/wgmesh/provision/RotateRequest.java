package dev.wgmesh.provision;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import java.util.Optional;

/**
 * A member that is to have another key.
 *
 * @param key the new one; empty: the one that is published as the next
 * @param now whether it is switched without waiting for caches
 */
public record RotateRequest(
        HostName host, MeshName mesh, Step step, Optional<PublicKey> key, boolean now) {
    /** How far it goes. */
    public enum Step {
        /** Publishes the next key. */
        PREPARE,
        /** Switches to the key that is published as the next, once every cache has it. */
        COMMIT,
        /** Publishes it, waits, switches. */
        BOTH,
        /** Takes the next key back. */
        ABORT
    }
}
