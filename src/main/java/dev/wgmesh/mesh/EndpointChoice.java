package dev.wgmesh.mesh;

/**
 * Whether a peer's endpoint is written, and why.
 *
 * @param reason in words: "new", "keeps where it roamed to"
 */
public record EndpointChoice(boolean write, String reason) {}
