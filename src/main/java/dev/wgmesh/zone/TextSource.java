package dev.wgmesh.zone;

import dev.wgmesh.problem.Failure;

/** Hands over the text of zone files; the reader gets at a file by it alone. */
@FunctionalInterface
public interface TextSource {
    /**
     * The text of a file, each octet one character (ISO-8859-1).
     *
     * @param file its path, beginning with the folder of the file that was read first
     * @throws Failure where it cannot be read, or must not be
     */
    String text(String file);
}
