package dev.wgmesh.provider;

import dev.wgmesh.zone.ZoneContents;

/** A reading of a whole zone that needs nothing else for its commit. */
public record CompleteReading(ZoneContents zone, String version) implements ZoneProvider.Reading {}
