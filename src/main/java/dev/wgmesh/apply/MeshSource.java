package dev.wgmesh.apply;

import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;

/** Where a pass reads its mesh: DNS, or zone files. */
@FunctionalInterface
public interface MeshSource {
    /** The mesh as it is now; what could not be read is in it as failed, and among its problems. */
    Mesh read(MeshName name);
}
