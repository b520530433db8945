package dev.wgmesh.validate;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.zone.ZoneRecord;

/** An endpoint of a member, and the record with its address. */
public record PublishedEndpoint(Endpoint endpoint, ZoneRecord record) {}
