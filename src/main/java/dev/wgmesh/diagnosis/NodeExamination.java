package dev.wgmesh.diagnosis;

import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.Route;
import dev.wgmesh.model.RoutePlace;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

    /**
     * Returns the routes of the main table, and of each table that the routes of the mesh are in.
     */
    List<Route> routes() {
        Set<Long> tables =
                Stream.concat(
                                Stream.of(RoutePlace.MAIN_TABLE),
                                network.otherRoutes().stream()
                                        .filter(route -> route.protocol() == Route.PROTOCOL)
                                        .map(route -> route.place().table()))
                        .collect(Collectors.toSet());
        return network.allRoutes().filter(it -> tables.contains(it.place().table())).toList();
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
