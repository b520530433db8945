package dev.wgmesh.plan;

import java.time.Instant;

/**
 * That a plan was committed.
 *
 * @param place what a person calls the place: the file or server
 * @param serial of the zone after it
 */
public record Receipt(ZonePlan plan, String place, long serial, Instant time) {}
