package dev.wgmesh.mesh;

import java.time.Instant;
import java.util.Optional;

/**
 * The peer of the second key of a member, which has no allowed IPs yet or no more.
 *
 * @param awaitedFrom when it may get the addresses first; empty: it had them before
 */
public record StandbyPeer(DesiredPeer peer, Optional<Instant> awaitedFrom) {}
