package dev.wgmesh.plan;

import java.time.Instant;
import java.util.Optional;

/**
 * That a plan was committed.
 *
 * @param place what a person calls the place: the file or server
 * @param serial of the zone after it; where the place does not raise it, as it was
 * @param changeId what the place calls the change; empty where it gives it no name
 */
public record Receipt(
        ZonePlan plan, String place, long serial, Instant time, Optional<String> changeId) {}
