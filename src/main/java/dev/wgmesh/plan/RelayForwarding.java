package dev.wgmesh.plan;

import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.mesh.OwnedForwarding;
import dev.wgmesh.mesh.Topology;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.Forwarding;
import dev.wgmesh.plan.DeviceChange.SetForwarding;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a relay forwards: packets that arrive at the mesh interface, to the mesh interface only.
 * wg-mesh sets that where the options allow it, and takes back what it set when the node is no
 * longer a relay.
 *
 * @param changes of the kernel's settings
 * @param notices what is not forwarded, and how to allow it
 */
record RelayForwarding(List<PlannedChange> changes, List<Problem> notices) {
    private static final String NO_EFFECT = "--relay";

    /** Returns what has to change. */
    static RelayForwarding of(Topology topology) {
        NodeContext node = topology.node();
        String self = topology.self().text();
        boolean allowed = node.options().relay();
        OwnedForwarding owned = node.state().owned().forwarding();
        long table = node.options().routes().table();
        if (!topology.isRelay()) {
            return new RelayForwarding(
                    each(
                            owned.families(),
                            false,
                            owned.table(),
                            "this node is not a relay any more"),
                    allowed
                            ? List.of(
                                    new Problem(
                                            NO_EFFECT,
                                            "has no effect: " + self + " is not a relay",
                                            "make it one: wg-mesh set " + self + " --relay"))
                            : List.of());
        }
        Optional<Forwarding> read = node.facts().forwarding();
        if (read.isEmpty()) {
            return new RelayForwarding(
                    List.of(),
                    allowed
                            ? List.of(
                                    new Problem(
                                            NO_EFFECT,
                                            "cannot read what this kernel forwards",
                                            "install sysctl (procps)"))
                            : List.of());
        }
        Set<Family> missing = read.get().missing(topology.ownFamilies());
        var present = new TreeSet<>(owned.families());
        present.removeAll(missing);
        List<PlannedChange> moved =
                owned.table() == table
                        ? List.of()
                        : each(present, true, table, "the routes move to its table");
        if (!allowed) {
            return new RelayForwarding(
                    moved, missing.isEmpty() ? List.of() : List.of(off(topology, missing)));
        }
        var changes = new ArrayList<PlannedChange>(moved);
        var notices = new ArrayList<Problem>();
        for (Family family : missing) {
            if (read.get().settable().contains(family)) {
                changes.add(
                        new PlannedChange(
                                new SetForwarding(family, true, table),
                                "this node is a relay; from "
                                        + node.device()
                                        + " to "
                                        + node.device()
                                        + " only"));
            } else {
                notices.add(notForOne(topology, family));
            }
        }
        return new RelayForwarding(changes, notices);
    }

    private static List<PlannedChange> each(
            Set<Family> families, boolean on, long table, String reason) {
        return families.stream()
                .sorted()
                .map(family -> new PlannedChange(new SetForwarding(family, on, table), reason))
                .toList();
    }

    private static Problem off(Topology topology, Set<Family> missing) {
        String families = missing.stream().map(Family::text).collect(Collectors.joining(" and "));
        return new Problem(
                topology.self().text(),
                "is a relay, but this node does not forward "
                        + families
                        + ": packets that members send through it are lost",
                "allow it: wg-mesh apply " + topology.meshName() + " --relay");
    }

    private static Problem notForOne(Topology topology, Family family) {
        return new Problem(
                topology.self().text(),
                "is a relay, but this kernel forwards "
                        + family.text()
                        + " on all interfaces or on none (Linux before 6.17)",
                "if that is right on this node: sysctl -w "
                        + topology.node().facts().ipv6ForwardingSettings());
    }
}
