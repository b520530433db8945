package dev.wgmesh.apply;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.model.MeshName;
import java.util.Optional;

/**
 * What a pass is to do.
 *
 * @param device the interface's name
 * @param key of the key file; empty: the interface's own, which must exist
 */
public record PassRequest(
        MeshName mesh, String device, Optional<PrivateKey> key, PassOptions options) {}
