package dev.wgmesh.wrong.device;

import java.time.Instant;

/** Starts a process, reads the clock, and has a name that says nothing. */
public record ProcessManager(ProcessBuilder wg) {
    static Instant handshake() {
        return Instant.now();
    }
}
