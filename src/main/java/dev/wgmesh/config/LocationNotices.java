package dev.wgmesh.config;

import dev.wgmesh.problem.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Notices of the locations in use, each once. */
final class LocationNotices {
    private final ConfigListener telling;
    private final Set<String> shown = new HashSet<>();

    LocationNotices(ConfigListener telling) {
        this.telling = telling;
    }

    /** Notes that the location is used. */
    void use(String place) {
        if (shown.add(place)) {
            telling.info("records: " + place);
        }
    }

    void warn(List<Problem> problems) {
        telling.warn(problems);
    }
}
