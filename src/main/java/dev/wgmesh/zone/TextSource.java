package dev.wgmesh.zone;

import dev.wgmesh.problem.Failure;

/** The source of the text of zone files; the reader has no other access to files. */
@FunctionalInterface
public interface TextSource {
    /**
     * Returns the text of a file, each octet one character (ISO-8859-1).
     *
     * @param file its path, beginning with the folder of the file that was read first
     * @throws Failure where the file cannot or must not be read
     */
    String text(String file);
}
