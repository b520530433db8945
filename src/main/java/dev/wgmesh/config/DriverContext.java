package dev.wgmesh.config;

import dev.wgmesh.process.Programs;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What the drivers of locations are opened with.
 *
 * @param randomness cryptographically strong
 * @param programs run the command that makes a server load a zone file again
 */
public record DriverContext(RandomGenerator randomness, InstantSource clock, Programs programs) {}
