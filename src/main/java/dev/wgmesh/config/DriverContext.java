package dev.wgmesh.config;

import dev.wgmesh.process.Programs;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What the drivers of locations are opened with.
 *
 * @param randomness cryptographically strong
 * @param contacts gets each server that a driver is opened for
 * @param programs run the command that makes a server load a zone file again
 */
public record DriverContext(
        RandomGenerator randomness, InstantSource clock, Programs programs, ContactLog contacts) {
    /** Creates the context of drivers that nothing was opened with yet. */
    public DriverContext(RandomGenerator randomness, InstantSource clock, Programs programs) {
        this(randomness, clock, programs, new ContactLog());
    }
}
