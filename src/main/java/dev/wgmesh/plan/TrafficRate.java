package dev.wgmesh.plan;

import java.time.Duration;

/**
 * The rate of a peer's traffic.
 *
 * @param received octets a second
 * @param sent octets a second
 * @param over the time that it is the mean of
 */
public record TrafficRate(long received, long sent, Duration over) {}
