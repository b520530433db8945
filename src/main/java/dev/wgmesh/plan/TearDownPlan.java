package dev.wgmesh.plan;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.OwnedForwarding;
import dev.wgmesh.mesh.OwnedRoutes;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.NodeFacts.InterfaceAddress;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The end of a mesh on a node: what the state file says wg-mesh made is removed, and what it
 * changed is put back. A peer or route that was there before is never removed.
 *
 * @param changes routes and peers removed, forwarding ended, peers put back, addresses removed,
 *     routes put back; without what goes with the interface
 * @param deleteInterface whether wg-mesh made the interface and only peers that it added are left
 * @param notices what stays, and why
 */
public record TearDownPlan(
        List<PlannedChange> changes, boolean deleteInterface, List<Problem> notices) {
    private static final String ADDED = "added by wg-mesh";

    public TearDownPlan {
        changes = List.copyOf(changes);
        notices = List.copyOf(notices);
    }

    /** Returns the plan that undoes what exists of the state. */
    public static TearDownPlan of(NodeState state, Optional<DeviceState> actual, NodeFacts facts) {
        Set<PublicKey> added = new HashSet<>(state.owned().peers());
        OwnedRoutes routes = state.owned().ownedRoutes();
        List<PeerState> present = actual.map(DeviceState::peers).orElse(List.of());
        List<PeerState> others =
                present.stream().filter(p -> !added.contains(p.peer().key())).toList();
        boolean delete = state.owned().ownsInterface() && actual.isPresent() && others.isEmpty();
        var changes = new ArrayList<PlannedChange>();
        facts.allRoutes()
                .filter(routes::has)
                .map(DeviceChange.RemoveRoute::new)
                .forEach(c -> changes.add(new PlannedChange(c, ADDED)));
        OwnedForwarding forwarding = state.owned().forwarding();
        new TreeSet<>(forwarding.families())
                .forEach(family ->
                        changes.add(
                                new PlannedChange(
                                        new DeviceChange.SetForwarding(
                                                family, false, forwarding.table()),
                                        "set by wg-mesh")));
        var restored = OriginalPeers.of(state, others);
        if (!delete) {
            present.stream()
                    .map(p -> p.peer().key())
                    .filter(added::contains)
                    .map(DeviceChange.RemovePeer::new)
                    .forEach(c -> changes.add(new PlannedChange(c, ADDED)));
            changes.addAll(restored.changes());
            var addresses = new HashSet<>(state.owned().addresses());
            actual.map(DeviceState::addresses).orElse(List.of()).stream()
                    .filter(addresses::contains)
                    .map(DeviceChange.RemoveAddress::new)
                    .forEach(c -> changes.add(new PlannedChange(c, ADDED)));
        }
        var notices = new ArrayList<Problem>();
        String device = actual.map(DeviceState::name).orElse("");
        Set<String> devices = devices(facts);
        actual.filter(_ -> !delete).ifPresent(it -> devices.add(it.name()));
        for (Route route : missing(state, routes, facts)) {
            if (devices.contains(route.device())) {
                changes.add(
                        new PlannedChange(
                                new DeviceChange.AddRoute(route), "there before wg-mesh"));
            } else {
                notices.add(notRestored(route));
            }
        }
        restored.kept().forEach(key -> notices.add(kept(device, key)));
        if (state.owned().ownsInterface()) {
            others.forEach(peer -> notices.add(stays(device, peer.peer().key())));
        }
        return new TearDownPlan(changes, delete, notices);
    }

    /** A destination in a table. */
    private record Slot(Prefix destination, long table) {
        static Slot of(Route route) {
            return new Slot(route.destination(), route.place().table());
        }
    }

    private static Set<String> devices(NodeFacts facts) {
        return facts.addresses().stream()
                .map(InterfaceAddress::device)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Returns the replaced routes whose destination is free when the owned routes are gone. */
    private static List<Route> missing(NodeState state, OwnedRoutes owned, NodeFacts facts) {
        Set<Slot> taken =
                facts.allRoutes()
                        .filter(route -> !owned.has(route))
                        .map(Slot::of)
                        .collect(Collectors.toSet());
        return state.original().routes().stream()
                .filter(route -> !taken.contains(Slot.of(route)))
                .toList();
    }

    private static Problem notRestored(Route route) {
        return new Problem(
                "route " + route.destination(),
                "is not put back, because its interface " + route.device() + " has no address",
                "add the route when the interface is up");
    }

    private static Problem kept(String device, PublicKey key) {
        return new Problem(
                device,
                "keeps its peer " + key + ", which was there before wg-mesh",
                "to remove the peer: wg set " + device + " peer " + key + " remove");
    }

    private static Problem stays(String device, PublicKey key) {
        return new Problem(
                device,
                "stays because wg-mesh did not add its peer " + key,
                "to remove the interface: ip link del dev " + device);
    }
}
