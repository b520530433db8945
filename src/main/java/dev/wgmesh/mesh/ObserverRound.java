package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a pass asks observers.
 *
 * @param questions about members without a session, whose slot has begun
 * @param next when the next slot of such a member begins; empty: there is none, or no observer
 * @param pairs members behind NAT that this node, behind NAT too, has a session with: observers are
 *     asked about them when their path is dead
 */
public record ObserverRound(
        List<ObserverQuestion> questions, Optional<Instant> next, List<NatPair> pairs) {
    /** Nothing to ask. */
    public static final ObserverRound NONE =
            new ObserverRound(List.of(), Optional.empty(), List.of());

    /**
     * A pair behind two NATs.
     *
     * @param key of the other member
     * @param address its mesh address, through the tunnel
     */
    public record NatPair(PublicKey key, IpAddress address) {}

    public ObserverRound {
        questions = List.copyOf(questions);
        pairs = List.copyOf(pairs);
    }
}
