package dev.wgmesh.apply;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import java.time.Duration;
import java.util.Optional;

/**
 * The request for a pass.
 *
 * @param device the interface's name
 * @param key from the key file; empty: the key of the interface, which must exist
 * @param keyFile the member that the name of the key file says; empty: it says none
 * @param maxStale the greatest age of a saved mesh that is used while DNS cannot be read; zero:
 *     none
 */
public record PassRequest(
        MeshName mesh,
        String device,
        Optional<PrivateKey> key,
        Optional<HostName> keyFile,
        PassOptions options,
        Duration maxStale) {
    /**
     * The default of {@code --max-stale}: a week. A removed member keeps its peer that long on a
     * node that starts without DNS.
     */
    public static final Duration DEFAULT_MAX_STALE = Duration.ofDays(7);
}
