package dev.wgmesh.config;

import dev.wgmesh.problem.Problem;
import java.util.List;

/** Whoever is told which places speak, and what is wrong with them but stops nothing. */
public interface ConfigListener {
    /** A line for a person, once a place that speaks is found. */
    void say(String line);

    /** What a person should mend: a key file that others may read. */
    void warn(List<Problem> problems);
}
