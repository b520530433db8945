package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import java.time.Instant;

/**
 * The second key of a member whose key is rotated. Its peer has no allowed IPs until its session is
 * the newer one.
 *
 * @param since when this node first saw the pair of keys
 */
public record OtherKey(PublicKey key, Instant since) {}
