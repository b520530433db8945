package dev.wgmesh.diagnosis;

import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.NodeFacts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was read from a node for its checks.
 *
 * @param device the interface's name: {@code wg0}
 * @param wireguard the interface; empty where it does not exist
 * @param network around the interface
 */
public record NodeExamination(
        String device,
        Fact<Optional<DeviceState>> wireguard,
        NodeFacts network,
        MeshFacts mesh,
        HostFacts host) {
    /** Returns the interface; empty where it does not exist or cannot be read. */
    Optional<DeviceState> state() {
        return wireguard.known().flatMap(it -> it);
    }

    /** Returns the other interfaces that packets of peers arrive at. */
    List<String> uplinks() {
        return Stream.concat(
                        network.onLink().stream().map(it -> it.device()),
                        network.defaultRoutes().stream().map(it -> it.device()))
                .filter(name -> !name.equals(device))
                .distinct()
                .sorted()
                .toList();
    }
}
