package dev.wgmesh.apply;

import dev.wgmesh.model.ContactAddress;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import java.util.List;

/** Where a pass reads its mesh: DNS, or zone files. */
@FunctionalInterface
public interface MeshSource {
    /** Reads the mesh; parts that cannot be read are marked failed and listed in its problems. */
    Mesh read(MeshName name);

    /** Forgets what was read before: the next reading asks for everything. */
    default void forget() {}

    /**
     * Returns the addresses of the servers that were asked, and others that must stay reachable
     * outside of the mesh.
     */
    default List<ContactAddress> contacts() {
        return List.of();
    }
}
