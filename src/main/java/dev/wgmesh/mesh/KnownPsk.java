package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import java.util.Optional;

/**
 * A peer that wg-mesh gave a preshared key. It is remembered when the member leaves, so that no
 * change of DNS makes a node accept the member without one.
 *
 * @param shown the id of the newest secret that the peer has shown to have; empty: none yet
 */
public record KnownPsk(HostName host, PublicKey key, Optional<String> shown) {}
