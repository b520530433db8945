package dev.wgmesh.plan;

/**
 * A change of a device, and why.
 *
 * @param reason in words: "node-d.example.com joined"
 */
public record PlannedChange(DeviceChange change, String reason) {}
