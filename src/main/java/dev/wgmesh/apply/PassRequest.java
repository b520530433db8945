package dev.wgmesh.apply;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.model.MeshName;
import java.util.Optional;

/**
 * The request for a pass.
 *
 * @param device the interface's name
 * @param key from the key file; empty: the key of the interface, which must exist
 */
public record PassRequest(
        MeshName mesh, String device, Optional<PrivateKey> key, PassOptions options) {}
