package dev.wgmesh.plan;

/**
 * A plan and the place it is for: what {@code --out} saves and {@code push} commits.
 *
 * @param host of the plan's zone
 */
public record HostedPlan(Location.KnownHost host, ZonePlan plan) {}
