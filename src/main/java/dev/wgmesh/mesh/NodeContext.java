package dev.wgmesh.mesh;

import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.NodeFacts;
import java.time.Instant;
import java.util.Optional;

/**
 * All that a pass is decided on, besides the mesh.
 *
 * @param device the interface's name: {@code wg0}
 * @param actual the interface as it is; empty: there is none yet
 */
public record NodeContext(
        SelfSelector self,
        String device,
        Optional<DeviceState> actual,
        NodeFacts facts,
        NodeState state,
        PassOptions options,
        Instant now) {}
