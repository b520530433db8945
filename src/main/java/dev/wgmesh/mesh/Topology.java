package dev.wgmesh.mesh;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.EndpointTarget;
import dev.wgmesh.model.HostAddresses;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The members that count, what each was given and where each may be sent to, seen from one node.
 */
public final class Topology {
    private final NodeContext node;
    private final Mesh mesh;
    private final AcceptedMembers roster;
    private final EffectivePolicies policies;
    private final AcceptedClaims claims;
    private final ResolvedMesh judged;

    private Topology(Mesh mesh, NodeContext node) {
        this.node = node;
        this.mesh = mesh;
        this.roster = AcceptedMembers.of(mesh, node);
        this.policies = EffectivePolicies.of(mesh, node.state());
        this.claims = ClaimResolver.judge(mesh.name(), roster, policies, node);
        this.judged = new ResolvedMesh(roster, policies, claims, node);
    }

    /**
     * The mesh as this node sees it.
     *
     * @throws dev.wgmesh.problem.Failure UNREADABLE where the list or policy cannot be read, the
     *     list is empty or lacks this node
     */
    public static Topology of(Mesh mesh, NodeContext node) {
        return new Topology(mesh, node);
    }

    /** The node that sees it. */
    public NodeContext node() {
        return node;
    }

    AcceptedMembers roster() {
        return roster;
    }

    AcceptedClaims claims() {
        return claims;
    }

    EffectivePolicies policies() {
        return policies;
    }

    ResolvedMesh judged() {
        return judged;
    }

    PathMode paths() {
        return node.options().paths().orElse(policies.paths());
    }

    /** Remembered members that are listed no more, and are not held back: their peers go. */
    public List<KnownMember> gone() {
        return roster.gone();
    }

    /** Remembered members that are listed no more, but stay for the guard's sake. */
    public List<KnownMember> heldBack() {
        return roster.heldBack();
    }

    /** The list that the removal guard waits for; empty: it holds nothing back. */
    public Optional<HeldRemovals> shortList() {
        return roster.shortList();
    }

    /**
     * The UDP port of this node: asked for, else of its SRV record, else 51820. An interface made
     * with another would keep it.
     *
     * @throws dev.wgmesh.problem.Failure UNREADABLE where it cannot be known
     */
    public int port() {
        return node.options().port().or(this::publishedPort).orElse(Endpoint.DEFAULT_PORT);
    }

    private Optional<Integer> publishedPort() {
        Optional<EndpointTarget> first =
                mesh.members().stream()
                        .filter(m -> m.name().equals(roster.self().name()))
                        .flatMap(m -> m.endpoints().stream())
                        .findFirst();
        if (first.map(EndpointTarget::addresses).filter(Topology::allFailed).isPresent()) {
            throw Failure.unreadable(
                    roster.self().name().text(),
                    "is this node, and its port could not be read",
                    "ask again when DNS answers, or give --port");
        }
        return first.map(EndpointTarget::port);
    }

    private static boolean allFailed(HostAddresses addresses) {
        return addresses.v4().isFailed() && addresses.v6().isFailed();
    }

    /** Whether there may be a member whose key is not known, so that any peer may be its own. */
    public boolean hasKeylessMember() {
        return roster.keyless();
    }

    /** Everything that could not be read, or was refused. */
    public List<Problem> problems() {
        var problems = new ArrayList<Problem>(mesh.problems());
        problems.addAll(roster.problems());
        problems.addAll(claims.problems());
        roster.peers().stream()
                .flatMap(m -> EndpointCandidates.of(m, judged).problems().stream())
                .forEach(problems::add);
        problems.addAll(OwnAddresses.of(this).missing());
        return problems.stream().distinct().toList();
    }

    /** What is as it should be, but a person should know. */
    public List<Problem> notices() {
        return claims.notices();
    }

    /** Whether anything could not be read, so that it should be asked again soon. */
    public boolean hasFailedLookup() {
        return Stream.of(
                        mesh.lists().stream().map(l -> l.hosts().isFailed()),
                        mesh.lists().stream().map(l -> l.policy().isFailed()),
                        mesh.members().stream().map(m -> m.key().isFailed()),
                        mesh.members().stream().map(m -> m.addresses().anyFailed()),
                        mesh.members().stream().map(m -> m.metadata().isFailed()),
                        mesh.members().stream()
                                .flatMap(m ->
                                        Stream.concat(
                                                m.endpoints().stream(), m.reflexive().stream()))
                                .map(t -> t.addresses().anyFailed()))
                .anyMatch(failed -> failed.anyMatch(Boolean::booleanValue));
    }

    /** The policies of every list that still is one, or could not be read. */
    List<KnownPolicy> policiesToRemember() {
        return policies.remembered(mesh, new FailedLists(mesh, node.state()));
    }
}
