package dev.wgmesh.config;

import dev.wgmesh.problem.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Says which places speak, each once. */
final class LocationNotices {
    private final ConfigListener telling;
    private final Set<String> told = new HashSet<>();

    LocationNotices(ConfigListener telling) {
        this.telling = telling;
    }

    /** The place speaks for records. */
    void speaks(String place) {
        if (told.add(place)) {
            telling.say("records: " + place);
        }
    }

    void warn(List<Problem> problems) {
        telling.warn(problems);
    }
}
