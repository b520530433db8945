package dev.wgmesh.config;

import dev.wgmesh.problem.Problem;
import java.util.List;

/** Takes notices of the locations in use, and warnings about them. */
public interface ConfigListener {
    /** Takes a line for a person about a location in use. */
    void info(String line);

    /** Takes warnings, such as of a key file that other users can read. */
    void warn(List<Problem> problems);
}
