package dev.wgmesh.mesh;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import java.util.Optional;

/**
 * The last known policy of a list.
 *
 * @param parent the list above; empty for the list of the mesh
 * @param policy {@link Policy#NONE} where the list had no policy record
 */
public record KnownPolicy(MeshName list, Optional<MeshName> parent, Policy policy) {}
