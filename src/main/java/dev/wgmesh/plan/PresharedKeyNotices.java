package dev.wgmesh.plan;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.DesiredDevice;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.mesh.Topology;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.PskMode;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a person should know of the preshared keys of a node. */
final class PresharedKeyNotices {
    private PresharedKeyNotices() {}

    static List<Problem> of(
            Topology topology, DesiredDevice desired, Map<PublicKey, PeerState> peers) {
        var notices = new ArrayList<Problem>();
        if (!topology.node().presharedKeys().isManaged()) {
            topology.presharedKeyHint().ifPresent(mode -> notices.add(hint(topology, mode)));
        }
        for (DesiredPeer peer : desired.peers()) {
            PeerState state = peers.get(peer.peer().key());
            if (state != null && state.presharedKey()) {
                notice(peer, topology.node().device()).ifPresent(notices::add);
            }
        }
        return notices;
    }

    private static Problem hint(Topology topology, PskMode mode) {
        return new Problem(
                topology.meshName().text(),
                "the policy asks for preshared keys (psk="
                        + mode
                        + "), and this node has no secret for them",
                "copy the file of another node and give it with --psk-file FILE, or set psk-file in"
                        + " wg-mesh.toml");
    }

    private static Optional<Problem> notice(DesiredPeer peer, String device) {
        String remove =
                "wg set " + device + " peer " + peer.peer().key() + " preshared-key /dev/null";
        String host = peer.host().text();
        return switch (peer.psk().kind()) {
            case MANAGED -> Optional.empty();
            case UNMANAGED ->
                    Optional.of(
                            new Problem(
                                    host,
                                    "its peer has a preshared key, which the mesh does not know and"
                                            + " does not change",
                                    "the other end needs the same preshared key; to remove this"
                                            + " one: "
                                            + remove));
            case FOREIGN_KEPT ->
                    Optional.of(
                            new Problem(
                                    host,
                                    "its peer has a preshared key that is not derived from the"
                                            + " secret, and keeps it",
                                    "to replace it, remove it on both ends: "
                                            + remove
                                            + ", or give --psk-mode required"));
            case FOREIGN_REPLACED ->
                    Optional.of(
                            new Problem(
                                    host,
                                    "its peer had a preshared key that is not derived from the"
                                            + " secret; it is replaced, and down cannot put it back",
                                    "give the other end the secret too: --psk-file FILE"));
        };
    }
}
