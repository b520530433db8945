package dev.wgmesh.provision;

import dev.wgmesh.model.MeshName;
import java.util.Optional;

/**
 * The list that is to name a member.
 *
 * @param mesh the mesh, or a list of it
 * @param subList a list below that one, made if it does not exist; empty: {@code mesh} itself
 */
public record ListRequest(MeshName mesh, Optional<MeshName> subList) {
    /** Returns the list that is to name the member. */
    public MeshName list() {
        return subList.orElse(mesh);
    }
}
