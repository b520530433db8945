package dev.wgmesh.apply;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.mesh.HeldKey;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.mesh.PresharedKeys;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The request for a pass.
 *
 * @param device the interface's name
 * @param key from the key file; empty: the key of the interface, which must exist
 * @param keyFile the member that the name of the key file says; empty: it says none
 * @param maxStale the greatest age of a saved mesh that is used while DNS cannot be read; zero:
 *     none
 * @param presharedKeys the secrets of preshared keys
 * @param heldKeys reads the private keys that are in the key file and beside it now
 */
public record PassRequest(
        MeshName mesh,
        String device,
        Optional<PrivateKey> key,
        Optional<HostName> keyFile,
        PassOptions options,
        Duration maxStale,
        PresharedKeys presharedKeys,
        Supplier<List<HeldKey>> heldKeys) {
    /** Creates a pass of a node that holds no other key than its own. */
    public PassRequest(
            MeshName mesh,
            String device,
            Optional<PrivateKey> key,
            Optional<HostName> keyFile,
            PassOptions options,
            Duration maxStale,
            PresharedKeys presharedKeys) {
        this(mesh, device, key, keyFile, options, maxStale, presharedKeys, List::of);
    }

    /** Creates a pass of a node without a secret of preshared keys. */
    public PassRequest(
            MeshName mesh,
            String device,
            Optional<PrivateKey> key,
            Optional<HostName> keyFile,
            PassOptions options,
            Duration maxStale) {
        this(mesh, device, key, keyFile, options, maxStale, PresharedKeys.NONE);
    }

    /**
     * The default of {@code --max-stale}: a week. A removed member keeps its peer that long on a
     * node that starts without DNS.
     */
    public static final Duration DEFAULT_MAX_STALE = Duration.ofDays(7);
}
