package dev.wgmesh.mesh;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import java.time.Instant;

/**
 * A policy that allows so much more than the one before that it is held back.
 *
 * @param policy in DNS now; {@link Policy#NONE}: there is none
 * @param since time of the first such read
 */
public record HeldPolicy(MeshName list, Policy policy, Instant since) {}
