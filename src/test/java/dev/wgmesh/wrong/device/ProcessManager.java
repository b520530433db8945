package dev.wgmesh.wrong.device;

import java.time.Instant;

/** Starts a process itself, asks the clock itself, is named after nothing. */
public record ProcessManager(ProcessBuilder wg) {
    static Instant handshake() {
        return Instant.now();
    }
}
