package dev.wgmesh.mesh;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a pass asks observers.
 *
 * @param questions about members without a session, whose slot has begun
 * @param next when the next slot of such a member begins; empty: there is none, or no observer
 */
public record ObserverRound(List<ObserverQuestion> questions, Optional<Instant> next) {
    /** Nothing to ask. */
    public static final ObserverRound NONE = new ObserverRound(List.of(), Optional.empty());

    public ObserverRound {
        questions = List.copyOf(questions);
    }
}
