package dev.wgmesh.plan;

import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.model.Mesh;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a node without asking DNS.
 *
 * @param mesh as last read from DNS
 * @param readAt when that was
 * @param lastPass of apply; empty: unknown
 */
public record NodeReport(
        Mesh mesh, Instant readAt, Optional<LastPass> lastPass, NodeContext node) {}
