package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.lock.LockedMesh;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.EndpointTarget;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.PskMode;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** The accepted members with their claims and endpoints, as seen from one node. */
public final class Topology {
    private final NodeContext node;
    private final MemberHistory memory;
    private final SignatureHistory history;
    private final Mesh mesh;
    private final AcceptedMembers members;
    private final EffectivePolicies policies;
    private final AcceptedClaims claims;
    private final ResolvedMesh resolvedMesh;
    private final Map<HostName, EndpointCandidates> candidates;
    private final OwnAddresses ownAddresses;
    private final HolePunching punching;
    private final Reachability reachability;

    private Topology(Mesh read, NodeContext node) {
        this.node = node;
        this.memory = new MemberHistory(node);
        this.history = new SignatureHistory(node);
        this.mesh = history.withoutOlder(read);
        this.members = AcceptedMembers.of(mesh, node, memory);
        this.policies = EffectivePolicies.of(mesh, node);
        var network = NodeNetwork.of(node);
        Map<PublicKey, AcceptedMember> byKey = members.peersByKey();
        var rules = new ClaimRules(members, byKey, policies, network, node, memory);
        this.claims = ClaimResolver.resolve(mesh.name(), members, rules);
        this.resolvedMesh = new ResolvedMesh(members, byKey, policies, claims, network);
        this.punching = new HolePunching(node, members.self(), memory);
        this.candidates = EndpointOwners.assign(mesh.name(), resolvedMesh, node, punching);
        this.ownAddresses = OwnAddresses.of(resolvedMesh, node);
        this.reachability =
                Reachability.of(
                        members.all().stream()
                                .map(member -> MemberContact.of(member, policies.bounds()))
                                .toList());
    }

    /**
     * Returns the topology that this node sees.
     *
     * @throws dev.wgmesh.problem.Failure UNREADABLE where the list or policy cannot be read, the
     *     list is empty or lacks this node
     */
    public static Topology of(Mesh mesh, NodeContext node) {
        return new Topology(mesh, node);
    }

    /** Returns how the members can reach each other, this node among them. */
    public Reachability reachability() {
        return reachability;
    }

    /**
     * Returns the members that this node cannot reach as far as DNS says, without those that have a
     * live session.
     */
    public List<UnreachableGroup> unreachable() {
        return paths() == PathMode.ORIGIN ? List.of() : new UnreachableMembers(this).groups();
    }

    Collection<EndpointCandidates> candidates() {
        return candidates.values();
    }

    /** Returns the member that this node is. */
    public HostName self() {
        return members.self().name();
    }

    /** Returns whether this node says that it passes packets on for other members. */
    public boolean isRelay() {
        return members.self().published().metadata().services().relays();
    }

    /** Returns the families in which this node has a mesh address. */
    public Set<Family> ownFamilies() {
        return ownAddresses.sources().keySet();
    }

    /** Returns the node. */
    public NodeContext node() {
        return node;
    }

    /** Returns the peers of the interface by key, in its order. */
    public Map<PublicKey, PeerState> peers() {
        return memory.peers();
    }

    /** Returns the last known state of a member; empty for a member never accepted. */
    public Optional<KnownMember> lastKnown(HostName member) {
        return memory.member(member);
    }

    MemberHistory memory() {
        return memory;
    }

    AcceptedMembers members() {
        return members;
    }

    AcceptedClaims claims() {
        return claims;
    }

    EffectivePolicies policies() {
        return policies;
    }

    ResolvedMesh resolvedMesh() {
        return resolvedMesh;
    }

    OwnAddresses ownAddresses() {
        return ownAddresses;
    }

    HolePunching punching() {
        return punching;
    }

    /** Returns the endpoints of a peer. */
    EndpointCandidates candidates(AcceptedMember peer) {
        return Objects.requireNonNull(candidates.get(peer.name()));
    }

    /** Returns how the session of each member is whose peer is on the interface. */
    public Map<HostName, SessionHealth> sessions() {
        return new PeerDecisions(this).health();
    }

    PathMode paths() {
        return node.options().paths().orElse(policies.paths());
    }

    /**
     * Returns known members that are no longer listed and not held back: their peers are removed.
     */
    public List<KnownMember> removedMembers() {
        return members.removed();
    }

    /** Returns known members that are no longer listed, whose peers the guard keeps. */
    public List<KnownMember> heldMembers() {
        return members.heldBack();
    }

    /** Returns the list that the removal guard waits for; empty: nothing is held back. */
    public Optional<HeldRemovals> heldRemovals() {
        return members.heldRemovals();
    }

    /**
     * Returns the UDP port of this node: from the options, from its SRV record, or 51820. A new
     * interface keeps its port.
     *
     * @throws dev.wgmesh.problem.Failure UNREADABLE where the SRV record cannot be read
     */
    public int port() {
        return node.options().port().or(this::publishedPort).orElse(Endpoint.DEFAULT_PORT);
    }

    private Optional<Integer> publishedPort() {
        Optional<EndpointTarget> first =
                mesh.members().stream()
                        .filter(m -> m.name().equals(members.self().name()))
                        .flatMap(m -> m.endpoints().stream())
                        .findFirst();
        // without the SRV record, its failure is that of both families of addresses
        Optional<Problem> why =
                first.map(EndpointTarget::addresses)
                        .filter(it -> it.v4().failure().equals(it.v6().failure()))
                        .flatMap(it -> it.v4().failure());
        if (why.isPresent()) {
            throw Failure.unreadable(
                    members.self().name().text(),
                    "is this node, and its SRV record could not be read: " + why.get().what(),
                    "try again when DNS answers, or give --port");
        }
        return first.map(EndpointTarget::port);
    }

    /** Returns whether the key of a member is unknown, so that any peer may be that member. */
    public boolean hasKeylessMember() {
        return members.hasKeylessMember();
    }

    /** Returns the problems: unreadable records and refused claims. */
    public List<Problem> problems() {
        var problems = new ArrayList<Problem>(mesh.problems());
        problems.addAll(members.problems());
        problems.addAll(claims.problems());
        candidates.values().forEach(own -> problems.addAll(own.problems()));
        problems.addAll(ownAddresses.missing());
        return problems.stream().distinct().toList();
    }

    /**
     * Returns what is not done: policies and keys that are held back, and that this node has no
     * mesh address. The removals that are held back are not among them.
     */
    public List<Problem> heldBack() {
        var held = new ArrayList<Problem>(policies.problems());
        if (node.options().pin()) {
            held.addAll(members.keyProblems());
        }
        held.addAll(ownAddresses.none());
        return held;
    }

    /** Returns the keys that changed without a next-key and are not trusted. */
    public List<Problem> keyChanges() {
        return members.keyProblems();
    }

    /** Returns a notice for each member whose signature ends soon. */
    public List<Problem> endingSignatures() {
        return LockedMesh.endingSoon(mesh, node.now());
    }

    /** Returns the latest end of a signature accepted of each member, now or before. */
    SortedMap<HostName, Instant> signedUntil() {
        return history.next(mesh);
    }

    /** Returns whether a lookup failed, so that the next pass should follow soon. */
    public boolean hasFailedLookup() {
        return mesh.lists().stream().anyMatch(l -> l.hosts().isFailed() || l.policy().isFailed())
                || mesh.members().stream().anyMatch(Topology::hasFailedLookup);
    }

    private static boolean hasFailedLookup(Member member) {
        return member.key().isFailed()
                || member.addresses().anyFailed()
                || member.metadata().isFailed()
                || anyFailed(member.endpoints())
                || anyFailed(member.reflexive());
    }

    private static boolean anyFailed(List<EndpointTarget> targets) {
        for (EndpointTarget target : targets) {
            if (target.addresses().anyFailed()) {
                return true;
            }
        }
        return false;
    }

    /** Returns the {@code psk=} of the mesh's own policy, a hint to nodes without a secret. */
    public Optional<PskMode> presharedKeyHint() {
        return policies.presharedKeyHint();
    }

    /** Returns the mesh, in which members with an old signature are unresolved. */
    Mesh mesh() {
        return mesh;
    }

    /** Returns the name of the mesh. */
    public MeshName meshName() {
        return mesh.name();
    }

    /** Returns the policies of every list that still exists or could not be read. */
    List<KnownPolicy> policiesToKeep() {
        return policies.toKeep(mesh, FailedLists.of(mesh, node.state()));
    }
}
