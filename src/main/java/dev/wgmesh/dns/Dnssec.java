package dev.wgmesh.dns;

import dev.wgmesh.model.DnssecMode;

/**
 * How a source validates its answers.
 *
 * @param log receives the result of each answer
 */
public record Dnssec(DnssecMode mode, TrustAnchors anchors, DnssecLog log) {}
