package dev.wgmesh.plan;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.ClaimPath;
import dev.wgmesh.mesh.DecisionEnd;
import dev.wgmesh.mesh.DesiredDevice;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.mesh.NextState;
import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.mesh.OriginalState;
import dev.wgmesh.mesh.OwnedState;
import dev.wgmesh.mesh.Topology;
import dev.wgmesh.mesh.UnreachableGroup;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.plan.DeviceChange.AddAddress;
import dev.wgmesh.plan.DeviceChange.RemoveAddress;
import dev.wgmesh.plan.DeviceChange.SetLinkUp;
import dev.wgmesh.plan.DeviceChange.SetPresharedKey;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The planner of a pass: the changes that bring a node to what the mesh wants. */
public final class DevicePlanner {
    private final NodeContext node;
    private final Topology topology;
    private final DesiredDevice desired;
    private final Map<PublicKey, PeerState> peers;
    private final Set<IpAddress> addresses;
    private final Set<PublicKey> turns;

    private DevicePlanner(Topology topology, DesiredDevice desired) {
        this.node = topology.node();
        this.topology = topology;
        this.desired = desired;
        this.peers = topology.peers();
        this.addresses = new HashSet<>(node.addresses());
        this.turns =
                desired.peers().stream()
                        .filter(peer -> peer.endpoint().write() && peer.endpoint().settled())
                        .map(peer -> peer.peer().key())
                        .collect(Collectors.toSet());
    }

    /**
     * Returns the plan; the same input gives the same plan.
     *
     * @throws dev.wgmesh.problem.Failure UNREADABLE where the list or policy cannot be read, the
     *     list is empty or lacks this node, or the interface is missing; REFUSED where the
     *     interface has another key
     */
    public static DevicePlan plan(Mesh mesh, NodeContext node) {
        InterfaceCheck.check(node);
        Topology topology = Topology.of(mesh, node);
        return plan(topology, DesiredDevice.of(topology));
    }

    /** Returns the plan for what was decided before. */
    static DevicePlan plan(Topology topology, DesiredDevice desired) {
        return new DevicePlanner(topology, desired).plan();
    }

    private DevicePlan plan() {
        PeerDifference peerChanges = PeerDifference.of(peers, desired.peers());
        RouteDifference routes =
                RouteDifference.of(
                        node.facts().allRoutes().toList(),
                        DesiredRoute.of(desired.peers()),
                        node.state().owned(),
                        node.options().replaceForeignRoutes());
        RelayForwarding forwarding = RelayForwarding.of(topology);
        PeerRemovals removals = PeerRemovals.of(topology, desired, peers.values());
        List<PlannedChange> changes =
                Stream.of(
                                linkUp(),
                                routes.remove(),
                                removals.changes(),
                                peerChanges.removals(),
                                missingAddresses(),
                                peerChanges.additions(),
                                KeySwitch.own(desired, node.peers()),
                                routes.add(),
                                forwarding.changes(),
                                routes.moved(),
                                // the last: with an address go the routes from it
                                staleAddresses())
                        .flatMap(List::stream)
                        .toList();
        Optional<NewInterface> create = create();
        var next = new NextState(topology, desired);
        var ownership = new Ownership(node, peers, changes);
        OwnedState owned =
                new OwnedState(
                        routes.owned(),
                        ownedAddresses(desired.addresses()),
                        ownership.peers(),
                        ownership.forwarding(),
                        ownsInterface(create));
        OriginalState original = ownership.original(desired.peers());
        var problems = new ArrayList<>(topology.problems());
        problems.addAll(routes.problems());
        boolean empty = create.isEmpty() && changes.isEmpty();
        return new DevicePlan(
                desired,
                create,
                changes,
                messages(problems, removals, forwarding),
                isSettled(create, changes),
                empty
                        ? node.state()
                        : next.pending(
                                node.state().owned().union(owned),
                                node.state().original().union(original)),
                next.after(owned, original),
                DecisionEnd.of(topology, desired));
    }

    private PassMessages messages(
            List<Problem> problems, PeerRemovals removals, RelayForwarding forwarding) {
        List<Problem> keys = topology.keyChanges();
        List<Problem> held = topology.heldBack();
        var heldProblems = new HashSet<>(held);
        return new PassMessages(
                Stream.of(problems, keys)
                        .flatMap(List::stream)
                        .filter(problem -> !heldProblems.contains(problem))
                        .toList(),
                Stream.of(held, removals.heldRemovals()).flatMap(List::stream).toList(),
                notices(removals, forwarding),
                keys);
    }

    private List<Problem> notices(PeerRemovals removals, RelayForwarding forwarding) {
        return Stream.of(
                        paths().stream(),
                        withoutPeer(),
                        desired.ownKey().notices().stream(),
                        topology.endingSignatures().stream(),
                        topology.unreachable().stream().map(UnreachableGroup::problem),
                        removals.foreign().stream(),
                        forwarding.notices().stream(),
                        PresharedKeyNotices.of(topology, desired, peers).stream())
                .flatMap(notices -> notices)
                .distinct()
                .toList();
    }

    private List<Problem> paths() {
        var notices = new ArrayList<Problem>(0);
        for (DesiredPeer peer : desired.peers()) {
            for (ClaimPath path : peer.paths()) {
                path.notice().ifPresent(notices::add);
            }
        }
        return notices;
    }

    /** Returns the members of {@code --force-endpoint} that are no peers. */
    private Stream<Problem> withoutPeer() {
        var forced = new TreeSet<>(node.options().forcedEndpoints());
        desired.peers().forEach(peer -> forced.remove(peer.host()));
        return forced.stream()
                .map(host ->
                        new Problem(
                                "--force-endpoint " + host,
                                "has no effect: this node has no such peer",
                                "the members are in: wg-mesh list " + topology.meshName()));
    }

    private boolean isSettled(Optional<NewInterface> create, List<PlannedChange> changes) {
        return create.isEmpty()
                && changes.stream()
                        .allMatch(c -> c.change() instanceof SetPresharedKey || isTurn(c.change()))
                && !node.savedMesh()
                && !topology.hasFailedLookup()
                && desired.peers().stream().allMatch(p -> p.endpoint().settled() || !p.required());
    }

    /** Returns whether the change is the next try of a pair behind two NATs, which has its time. */
    private boolean isTurn(DeviceChange change) {
        return change instanceof DeviceChange.UpdatePeer(PublicKey key, _, var allowedIps, _)
                && allowedIps.isEmpty()
                && turns.contains(key);
    }

    private List<PlannedChange> linkUp() {
        return node.actual().filter(device -> !device.up()).stream()
                .map(_ -> new PlannedChange(new SetLinkUp(), "the interface is down"))
                .toList();
    }

    private List<PlannedChange> missingAddresses() {
        return desired.addresses().stream()
                .filter(a -> !addresses.contains(a))
                .map(a -> new PlannedChange(new AddAddress(a), "mesh address of this node"))
                .toList();
    }

    private List<PlannedChange> staleAddresses() {
        var wanted = new HashSet<>(desired.addresses());
        return node.state().owned().addresses().stream()
                .filter(_ -> node.state().owned().ownsInterface())
                .filter(a -> addresses.contains(a) && !wanted.contains(a))
                .map(a ->
                        new PlannedChange(
                                new RemoveAddress(a), "no longer an address of this node"))
                .toList();
    }

    private Optional<NewInterface> create() {
        return Optional.of(node.device())
                .filter(_ -> node.actual().isEmpty() && node.options().createInterface())
                .map(name -> new NewInterface(name, topology.port()));
    }

    private boolean ownsInterface(Optional<NewInterface> create) {
        return create.isPresent()
                || node.state().owned().ownsInterface() && node.actual().isPresent();
    }

    /**
     * Returns those that wg-mesh added or will add; an address that a user added stays the user's.
     */
    private List<IpAddress> ownedAddresses(List<IpAddress> wanted) {
        var before = new HashSet<>(node.state().owned().addresses());
        return wanted.stream().filter(a -> before.contains(a) || !addresses.contains(a)).toList();
    }
}
