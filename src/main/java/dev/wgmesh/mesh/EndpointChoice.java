package dev.wgmesh.mesh;

/**
 * The decision whether to write a peer's endpoint, with the reason.
 *
 * @param settled false: the peer is new, or packets to it are not answered
 * @param reason in words: "new", "keeps its roamed endpoint"
 */
public record EndpointChoice(boolean write, boolean settled, String reason) {}
