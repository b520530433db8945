package dev.wgmesh.plan;

/**
 * A receipt and the place it is of: what is kept of a commit, and rolled back.
 *
 * @param host of the zone that was changed
 */
public record HostedReceipt(Location.KnownHost host, Receipt receipt) {}
