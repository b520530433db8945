package dev.wgmesh.mesh;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import java.util.Optional;

/**
 * The policy of a list as it was last read.
 *
 * @param parent the list above it; empty for the mesh's own
 * @param policy {@link Policy#NONE} where the list had no policy record
 */
public record KnownPolicy(MeshName list, Optional<MeshName> parent, Policy policy) {}
