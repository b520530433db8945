package dev.wgmesh.plan;

import dev.wgmesh.mesh.Node;
import dev.wgmesh.model.Mesh;

/** From a mesh and a node to the plan of a pass. */
public final class DevicePlanner {
    private DevicePlanner() {}

    /**
     * The plan; the same input gives the same plan.
     *
     * @throws dev.wgmesh.problem.Failure UNREADABLE where the list cannot be read, is empty or
     *     lacks this node; REFUSED where the interface has another key
     */
    public static DevicePlan plan(Mesh mesh, Node node) {
        throw new UnsupportedOperationException(mesh.name() + " on " + node.device());
    }
}
