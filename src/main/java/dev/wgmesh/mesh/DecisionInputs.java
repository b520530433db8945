package dev.wgmesh.mesh;

import dev.wgmesh.keys.PresharedKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a decision depends on besides the state: two nodes with equal inputs over equal states get
 * the same plan, until {@link DecisionEnd}. Clocks and counters are not among the inputs, but what
 * decisions see of them.
 *
 * @param mesh without its TTL
 * @param node without its state, its time, and the peers of its interface
 * @param peers of the interface, as decisions see them
 */
public record DecisionInputs(Mesh mesh, NodeContext node, List<PeerInputs> peers) {
    /**
     * A peer of the interface.
     *
     * @param presharedKey whether it has one
     * @param psk the preshared key; empty: none, or not known
     */
    record PeerInputs(
            Peer peer, boolean presharedKey, Optional<PresharedKey> psk, SessionPhase phase) {}

    public DecisionInputs {
        peers = List.copyOf(peers);
    }

    /** Returns the inputs of a decision over that mesh. */
    public static DecisionInputs of(Mesh mesh, NodeContext node) {
        return new DecisionInputs(
                new Mesh(mesh.name(), mesh.lists(), mesh.members(), mesh.problems(), Duration.ZERO),
                new NodeContext(
                        node.self(),
                        node.device(),
                        node.actual().map(device -> device.withPeers(List.of())),
                        node.facts(),
                        NodeState.EMPTY,
                        node.options(),
                        node.savedMesh(),
                        Instant.EPOCH,
                        node.presharedKeys(),
                        node.deadPeers()),
                peers(node));
    }

    private static List<PeerInputs> peers(NodeContext node) {
        Map<PublicKey, KnownEndpoint> known = new HashMap<>();
        for (KnownMember member : node.state().members()) {
            member.endpoint().ifPresent(endpoint -> known.put(member.key(), endpoint));
        }
        var peers = new ArrayList<PeerInputs>(node.peers().size());
        for (PeerState peer : node.peers()) {
            var endpoint = Optional.ofNullable(known.get(peer.peer().key()));
            peers.add(
                    new PeerInputs(
                            peer.peer(),
                            peer.presharedKey(),
                            peer.psk(),
                            SessionPhase.of(peer, endpoint, node.now())));
        }
        return peers;
    }
}
