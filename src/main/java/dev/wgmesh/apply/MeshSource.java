package dev.wgmesh.apply;

import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;

/** Where a pass reads its mesh: DNS, or zone files. */
@FunctionalInterface
public interface MeshSource {
    /** Reads the mesh; parts that cannot be read are marked failed and listed in its problems. */
    Mesh read(MeshName name);
}
