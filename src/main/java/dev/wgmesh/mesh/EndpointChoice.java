package dev.wgmesh.mesh;

/**
 * Whether a peer's endpoint is written, and why.
 *
 * @param settled false: the peer is new, or packets to it are not answered
 * @param reason in words: "new", "keeps where it roamed to"
 */
public record EndpointChoice(boolean write, boolean settled, String reason) {}
