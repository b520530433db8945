package dev.wgmesh.device;

import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.NodeFacts;
import java.util.Optional;

/**
 * A node's interface and the network around it, read together.
 *
 * @param device the interface; empty when it does not exist
 * @param facts the node's other addresses, networks and routes
 */
public record NodeReading(Optional<DeviceState> device, NodeFacts facts) {}
