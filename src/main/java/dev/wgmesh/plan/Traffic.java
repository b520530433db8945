package dev.wgmesh.plan;

/** The octets of a peer's tunnel since its interface exists, as WireGuard counts them. */
public record Traffic(long received, long sent) {}
