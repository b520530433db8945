package dev.wgmesh.render;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The times of one document, each text parsed once: most members of a mesh have the same ones. */
final class RepeatedTimes {
    private final Map<String, Optional<Instant>> times = new HashMap<>();

    /** Returns the time; empty where the text is none. */
    Optional<Instant> time(String text) {
        return times.computeIfAbsent(text, StateFields::time);
    }
}
